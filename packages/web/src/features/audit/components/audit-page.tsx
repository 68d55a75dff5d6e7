import { Button, Stack } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { EntryList } from '../../../components/entry-list';
import { ListLoading } from '../../../components/list-loading';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { useProjects } from '../../projects/api/list-projects';
import { useChanges } from '../api/list-changes';
import { AuditFilter, NO_FILTER } from './audit-filter';
import { ChangeEntry } from './change-entry';

/** Who changed what, and when. */
export function AuditPage() {
  return (
    <NeedsRight right="own">
      <Audit />
    </NeedsRight>
  );
}

function Audit() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(NO_FILTER);
  const projects = useProjects().data?.pages.flatMap((page) => page.projects) ?? [];
  // The log knows projects by their ids, people by their names.
  const target = projects.find(({ name }) => name === filter.target)?.id ?? filter.target;
  const wanted = Object.entries({ ...filter, target }).filter(([, value]) => value !== '');
  const query = useChanges(Object.fromEntries(wanted));
  const changes = query.data?.pages.flatMap(({ entries }) => entries) ?? [];
  return (
    <Page title={t('audit.title')} text={t('audit.text')}>
      <Stack gap="sm">
        <AuditFilter onChange={setFilter} />
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isSuccess && changes.length === 0 && (
          <EmptyState icon={IconListSearch} title={t('audit.none')} text={t('audit.noneText')} />
        )}
        <EntryList name={t('audit.title')}>
          {changes.map((change) => (
            <ChangeEntry key={change.id} change={change} />
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
    </Page>
  );
}
