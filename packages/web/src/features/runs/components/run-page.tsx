import type { Run } from '@alaas/client';
import { Alert, Grid, Stack, Text } from '@mantine/core';
import { IconFlag } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page';
import { PageLoading } from '../../../components/page-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatNumber, formatPercent } from '../../../lib/format';
import { useSession } from '../../access/api/get-session';
import { NeedsRight } from '../../access/components/needs-right';
import { useRace } from '../../overview/api/get-race';
import { CurvePanel } from '../../overview/components/curve-panel';
import { DecisionsPanel } from '../../overview/components/decisions-panel';
import { MadeDecisionsPanel } from '../../overview/components/made-decisions-panel';
import { RacePanel } from '../../overview/components/race-panel';
import { useRunEvents } from '../api/follow-run';
import { useRun } from '../api/get-run';
import { DeliveredNote } from './delivered-note';
import { RunBadge } from './run-badge';
import { RunLabels } from './run-labels';

const route = getRouteApi('/signed-in/shell/runs/$run');

/** What a run of the command line has come to, and what waits for a person. */
export function RunPage() {
  return (
    <NeedsRight right="read">
      <OneRun />
    </NeedsRight>
  );
}

function OneRun() {
  const { t } = useTranslation();
  const { run: id } = route.useParams();
  const { data: run, error, refetch } = useRun(id);
  useRunEvents(id);
  if (run === undefined && error === null) return <PageLoading />;
  if (run === undefined) {
    return (
      <Page title={t('runs.title')}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  return (
    <Page title={run.project} text={t('runs.runText')} actions={<RunBadge status={run.status} />}>
      <Stack gap="lg">
        <Text>
          <RunLabels labels={run.labels} />
        </Text>
        {run.agent === null ? (
          <>
            {run.delivered !== null && <DeliveredNote delivered={run.delivered} leader={null} />}
            <Text c="dimmed">{t('runs.noAgent')}</Text>
          </>
        ) : (
          <AgentOfRun run={run} />
        )}
      </Stack>
    </Page>
  );
}

function AgentOfRun({ run }: { readonly run: Run }) {
  const { rights } = useSession();
  const agent = { of: 'runs', id: run.id } as const;
  const race = useRace(agent);
  const mayDecide = rights.includes('manage');
  return (
    <>
      <ProblemAlert error={race.error} onRetry={() => void race.refetch()} />
      {run.delivered !== null && (
        <DeliveredNote
          delivered={run.delivered}
          leader={race.data?.arms.find(({ status }) => status === 'champion')?.value ?? null}
        />
      )}
      <StopNote run={run} />
      <DecisionsPanel agent={agent} mayDecide={mayDecide} />
      <CurvePanel race={race.data} budget={run.labels.budget} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <RacePanel
            race={race.data}
            agent={agent}
            mayRevive={mayDecide && run.status !== 'finished'}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <MadeDecisionsPanel agent={agent} mayDecide={mayDecide} />
        </Grid.Col>
      </Grid>
    </>
  );
}

/** That the agent stopped early, what that saved, and how likely it was a mistake. */
function StopNote({ run: { agent } }: { readonly run: Run }) {
  const { t, i18n } = useTranslation();
  const stop = agent?.stop ?? null;
  if (stop === null || stop.savedLabels === 0) return null;
  const saved = formatNumber(stop.savedLabels, i18n.language);
  return (
    <Alert color="teal" variant="light" icon={<IconFlag aria-hidden />} title={t('runs.stopped')}>
      <Text size="sm">{t('runs.saved', { saved })}</Text>
      {stop.probabilityWrong !== null && (
        <Text size="sm">
          {t('overview.wrong', { share: formatPercent(stop.probabilityWrong, i18n.language) })}
        </Text>
      )}
    </Alert>
  );
}
