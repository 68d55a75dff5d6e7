import { Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../components/button-link';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { Panel } from '../../overview/components/panel';
import { useJob } from '../api/get-job';
import { useImportProject } from '../api/import-project';
import { JobView } from './job-view';
import { SourceChoice } from './source-choice';

/** A project that was exported here or elsewhere comes in as it was, under an id of its own. */
export function ImportProjectPage() {
  return (
    <NeedsRight right="manage">
      <ImportProject />
    </NeedsRight>
  );
}

function ImportProject() {
  const { t } = useTranslation();
  const begin = useImportProject();
  const id = begin.data?.id ?? '';
  const { data: job } = useJob(id);
  const project = job?.status === 'finished' ? job.project : null;
  return (
    <Page title={t('additions.archive')} text={t('additions.archiveText')}>
      <Panel title={t('additions.archiveFile')} text={t('additions.archiveFileText')}>
        <Stack gap="md">
          <SourceChoice onChosen={(file) => begin.mutate(file)} />
          <ProblemAlert error={begin.error} />
          <JobView job={id} name={t('additions.archive')} />
          {project !== null && (
            <Group>
              <ButtonLink to="/projects/$project" params={{ project }}>
                {t('additions.open')}
              </ButtonLink>
            </Group>
          )}
        </Stack>
      </Panel>
    </Page>
  );
}
