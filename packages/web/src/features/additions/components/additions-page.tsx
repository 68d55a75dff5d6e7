import type { Project } from '@alaas/client';
import { Stack } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { ListLoading } from '../../../components/list-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { useProject } from '../../projects/api/get-project';
import { ProjectPage } from '../../projects/components/project-page';
import { ItemsPanel } from './items-panel';
import { LabelsPanel } from './labels-panel';

const route = getRouteApi('/signed-in/shell/projects/$project/additions');
const OVER: readonly Project['status'][] = ['stopped', 'archived'];

/** Labels and items that a project gets from files while it is under way. */
export function AdditionsPage() {
  return (
    <NeedsRight right="manage">
      <Additions />
    </NeedsRight>
  );
}

function Additions() {
  const { t } = useTranslation();
  const { project: id } = route.useParams();
  const { data: project, error, isPending, refetch } = useProject(id);
  const isOver = project !== undefined && OVER.includes(project.status);
  return (
    <ProjectPage project={id} title={t('additions.title')} text={t('additions.text')}>
      {isPending && <ListLoading />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {isOver && (
        <EmptyState
          icon={IconCircleCheck}
          title={t('additions.over')}
          text={t('additions.overText')}
        />
      )}
      {project !== undefined && !isOver && (
        <Stack gap="lg">
          <LabelsPanel project={id} />
          <ItemsPanel project={id} areVectors={project.config['task'] === 'vectors'} />
        </Stack>
      )}
    </ProjectPage>
  );
}
