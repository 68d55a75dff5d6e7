import type { Item, Project } from '@alaas/client';
import { Skeleton, Text } from '@mantine/core';
import { IconPhotoSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatNumber } from '../../../lib/format';
import { useItemPositions, type Filter } from '../api/get-items';
import { FilterBar } from './filter-bar';
import { ItemDetails } from './item-details';
import { ItemGrid } from './item-grid';

/** Items that fit a filter, as a grid of pictures. */
export function DataBrowser({
  project,
  filter,
  onFilter,
}: {
  readonly project: Project;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}) {
  const { t, i18n } = useTranslation();
  const { data: positions, error, refetch } = useItemPositions(project.id, filter);
  const [chosen, setChosen] = useState<Item | null>(null);
  const shown = formatNumber(positions?.length ?? 0, i18n.language);
  return (
    <>
      <FilterBar project={project} filter={filter} onFilter={onFilter} />
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {positions === undefined && error === null && <Skeleton height={400} />}
      {positions !== undefined && (
        <Text size="sm" c="dimmed" role="status">
          {t('data.found', { count: positions.length, shown })}
        </Text>
      )}
      {positions?.length === 0 && (
        <EmptyState
          icon={IconPhotoSearch}
          title={t(project.pool === null ? 'data.notRead' : 'data.none')}
          text={t(project.pool === null ? 'data.notReadText' : 'data.noneText')}
        />
      )}
      {positions !== undefined && positions.length > 0 && (
        <ItemGrid
          key={JSON.stringify(filter)}
          project={project.id}
          filter={filter}
          positions={positions}
          onChoose={setChosen}
        />
      )}
      <ItemDetails project={project.id} item={chosen} onClose={() => setChosen(null)} />
    </>
  );
}
