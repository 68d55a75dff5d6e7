import { SegmentedControl, Stack } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page';
import { PageLoading } from '../../../components/page-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { useProject } from '../../projects/api/get-project';
import { ProjectNav } from '../../projects/components/project-nav';
import type { DataSearch } from '../data-search';
import { DataBrowser } from './data-browser';
import { QuarantineList } from './quarantine-list';

const MapView = lazy(async () => ({ default: (await import('./map-view')).MapView }));
const OTHER_VIEWS = ['map', 'quarantine'] as const;
const route = getRouteApi('/signed-in/shell/projects/$project/data');

/** The items of a project: which there are, what people and the model say of them, where they lie. */
export function DataPage() {
  return (
    <NeedsRight right="read">
      <Data />
    </NeedsRight>
  );
}

function Data() {
  const { t } = useTranslation();
  const { project: id } = route.useParams();
  const { view = 'items', ...filter } = route.useSearch();
  const navigate = useNavigate({ from: '/projects/$project/data' });
  const { data: project, error, refetch } = useProject(id);
  if (project === undefined && error === null) return <PageLoading />;
  if (project === undefined) {
    return (
      <Page title={t('data.title')}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  const show = (search: DataSearch): void => void navigate({ search, replace: true });
  return (
    <Page
      title={project.name}
      documentTitle={`${project.name}: ${t('projects.page.data')}`}
      text={t('data.text')}
    >
      <ProjectNav project={id} />
      <Stack gap="lg">
        <SegmentedControl
          aria-label={t('data.views')}
          value={view}
          onChange={(chosen) =>
            show({ ...filter, view: OTHER_VIEWS.find((one) => one === chosen) })
          }
          data={(['items', ...OTHER_VIEWS] as const).map((one) => ({
            value: one,
            label: t(`data.view.${one}`),
          }))}
          w="fit-content"
          maw="100%"
        />
        {view === 'items' && <DataBrowser project={project} filter={filter} onFilter={show} />}
        {view === 'map' && (
          <Suspense fallback={<PageLoading />}>
            <MapView project={project} />
          </Suspense>
        )}
        {view === 'quarantine' && <QuarantineList project={id} />}
      </Stack>
    </Page>
  );
}
