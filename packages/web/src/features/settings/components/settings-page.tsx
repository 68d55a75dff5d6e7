import { Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { stringify } from 'yaml';
import { ListLoading } from '../../../components/list-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { YamlBlock } from '../../../components/yaml-block';
import { NeedsRight } from '../../access/components/needs-right';
import { ExtendBudget } from '../../overview/components/extend-budget';
import { Panel } from '../../overview/components/panel';
import { useProject } from '../../projects/api/get-project';
import { ProjectPage } from '../../projects/components/project-page';
import { LabellingForm } from './labelling-form';
import { StatusPanel } from './status-panel';

const route = getRouteApi('/signed-in/shell/projects/$project/settings');

/** How people label in a project, whether it goes on, and what it was made of. */
export function SettingsPage() {
  return (
    <NeedsRight right="manage">
      <Settings />
    </NeedsRight>
  );
}

function Settings() {
  const { t } = useTranslation();
  const { project: id } = route.useParams();
  const { data: project, error, isPending, refetch } = useProject(id);
  return (
    <ProjectPage project={id} title={t('settings.title')} text={t('settings.text')}>
      {isPending && <ListLoading />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {project !== undefined && (
        <Stack gap="lg">
          <Panel title={t('settings.labelling')}>
            <LabellingForm project={project} />
          </Panel>
          <StatusPanel project={project} />
          {project.status !== 'archived' && (
            <Panel title={t('settings.budget')} text={t('settings.budgetText')}>
              <ExtendBudget project={project} />
            </Panel>
          )}
          <Panel title={t('settings.config')} text={t('settings.configText')}>
            <YamlBlock yaml={stringify(project.config)} />
          </Panel>
        </Stack>
      )}
    </ProjectPage>
  );
}
