import { Button, Stack } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { EntryList } from '../../../components/entry-list';
import { ListLoading } from '../../../components/list-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { ProjectPage } from '../../projects/components/project-page';
import { useJobs } from '../api/list-jobs';
import { ExportChoice } from './export-choice';
import { JobEntry } from './job-entry';

const route = getRouteApi('/signed-in/shell/projects/$project/exports');

/** Labels and model of a project as files. */
export function ExportsPage() {
  return (
    <NeedsRight right="read">
      <Exports />
    </NeedsRight>
  );
}

function Exports() {
  const { t } = useTranslation();
  const { project } = route.useParams();
  const query = useJobs(project);
  const jobs = query.data?.pages.flatMap((page) => page.jobs) ?? [];
  return (
    <ProjectPage project={project} title={t('exports.title')} text={t('exports.text')}>
      <Stack gap="sm">
        <ExportChoice project={project} />
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isSuccess && jobs.length === 0 && (
          <EmptyState
            icon={IconFileExport}
            title={t('exports.none')}
            text={t('exports.noneText')}
          />
        )}
        <EntryList name={t('exports.files')}>
          {jobs.map((job) => (
            <JobEntry key={job.id} project={project} job={job} />
          ))}
        </EntryList>
        {query.hasNextPage && (
          <Button
            variant="default"
            mx="auto"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('common.more')}
          </Button>
        )}
      </Stack>
    </ProjectPage>
  );
}
