import { Button, Stack } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../components/button-link';
import { EmptyState } from '../../../components/empty-state';
import { ListLoading } from '../../../components/list-loading';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { useSession } from '../../access/api/get-session';
import { useProjects } from '../api/list-projects';
import { ProjectRow } from './project-row';

/** All projects that one may see. */
export function ProjectsPage() {
  const { t } = useTranslation();
  const { rights } = useSession();
  const mayManage = rights.includes('manage');
  const query = useProjects();
  const projects = query.data?.pages.flatMap((page) => page.projects) ?? [];
  return (
    <Page
      title={t('projects.title')}
      text={t('projects.text')}
      actions={
        mayManage && (
          <>
            <ButtonLink to="/projects/import" variant="default">
              {t('projects.import')}
            </ButtonLink>
            <ButtonLink to="/projects/new">{t('projects.create')}</ButtonLink>
          </>
        )
      }
    >
      <Stack gap="sm">
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isSuccess && projects.length === 0 && (
          <EmptyState
            icon={IconFolderPlus}
            title={t('projects.none')}
            text={t(mayManage ? 'projects.noneManage' : 'projects.noneLabel')}
          />
        )}
        {projects.map((project) => (
          <ProjectRow key={project.id} summary={project} />
        ))}
        {query.hasNextPage && (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
            mx="auto"
          >
            {t('common.more')}
          </Button>
        )}
      </Stack>
    </Page>
  );
}
