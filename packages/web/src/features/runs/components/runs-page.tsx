import { Button, Stack } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { ListLoading } from '../../../components/list-loading';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { useRuns } from '../api/list-runs';
import { RunRow } from './run-row';

/** Runs that were begun with `alaas run`. */
export function RunsPage() {
  return (
    <NeedsRight right="read">
      <Runs />
    </NeedsRight>
  );
}

function Runs() {
  const { t } = useTranslation();
  const query = useRuns();
  const runs = query.data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <Page title={t('runs.title')} text={t('runs.text')}>
      <Stack gap="sm">
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isSuccess && runs.length === 0 && (
          <EmptyState icon={IconTerminal2} title={t('runs.none')} text={t('runs.noneText')} />
        )}
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
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
