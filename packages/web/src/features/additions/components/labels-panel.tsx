import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { Panel } from '../../overview/components/panel';
import { useJob } from '../api/get-job';
import { useImportLabels } from '../api/import-labels';
import { JobView } from './job-view';
import { SourceChoice } from './source-choice';

/** Labels that were given elsewhere: first what of the file fits, then, if it is wanted, all of it. */
export function LabelsPanel({ project }: { readonly project: string }) {
  const { t } = useTranslation();
  const check = useImportLabels(project);
  const take = useImportLabels(project);
  const jobs = { check: check.data?.id ?? '', take: take.data?.id ?? '' };
  const { data: checked } = useJob(jobs.check);
  const choose = (file: string): void => {
    take.reset();
    check.mutate({ file, check: true });
  };
  const mayTake = jobs.take === '' && (checked?.outcome?.added ?? 0) > 0;
  return (
    <Panel title={t('additions.labels')} text={t('additions.labelsText')}>
      <Stack gap="md">
        <SourceChoice onChosen={choose} />
        <ProblemAlert error={check.error ?? take.error} />
        <JobView
          job={jobs.take === '' ? jobs.check : jobs.take}
          name={t('additions.labels')}
          project={project}
        />
        {mayTake && (
          <Group>
            <Button
              loading={take.isPending}
              onClick={() => take.mutate({ file: check.variables!.file })}
            >
              {t('additions.takeLabels')}
            </Button>
          </Group>
        )}
        {checked?.status === 'failed' && <Text size="sm">{t('additions.nothingTaken')}</Text>}
      </Stack>
    </Panel>
  );
}
