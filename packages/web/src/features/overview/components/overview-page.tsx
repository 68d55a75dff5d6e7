import type { Project } from '@alaas/client';
import { Alert, Grid, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../components/button-link';
import { Page } from '../../../components/page';
import { PageLoading } from '../../../components/page-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { ProblemText } from '../../../components/problem-text';
import { useSession } from '../../access/api/get-session';
import { NeedsRight } from '../../access/components/needs-right';
import { useImpact } from '../../impact/api/get-impact';
import { RandomPanel } from '../../impact/components/random-panel';
import { useProject } from '../../projects/api/get-project';
import { ProjectNav } from '../../projects/components/project-nav';
import { StatusBadge } from '../../projects/components/status-badge';
import { useProjectEvents } from '../api/follow-project';
import { useRace } from '../api/get-race';
import { BudgetPanel } from './budget-panel';
import { ClassesPanel } from './classes-panel';
import { CurvePanel } from './curve-panel';
import { EncodingProgress } from './encoding-progress';
import { DecisionsPanel } from './decisions-panel';
import { MadeDecisionsPanel } from './made-decisions-panel';
import { RacePanel } from './race-panel';
import { StatusActions } from './status-actions';
import { TimelinePanel } from './timeline-panel';

const route = getRouteApi('/signed-in/shell/projects/$project');

/** What a project has come to, and what waits for a person. */
export function OverviewPage() {
  return (
    <NeedsRight right="read">
      <Overview />
    </NeedsRight>
  );
}

function Overview() {
  const { t } = useTranslation();
  const { project: id } = route.useParams();
  const { rights } = useSession();
  const { data: project, error, refetch } = useProject(id);
  const agent = { of: 'projects', id } as const;
  const race = useRace(agent);
  const impact = useImpact(id);
  const history = useProjectEvents(id);
  if (project === undefined && error === null) return <PageLoading />;
  if (project === undefined) {
    return (
      <Page title={t('overview.title')}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  const mayManage = rights.includes('manage');
  const isOver = project.status === 'stopped' || project.status === 'archived';
  const mayLabel = rights.includes('label') && project.status !== 'archived';
  return (
    <Page
      title={project.name}
      text={t(`overview.work.${project.work}`)}
      actions={
        <>
          <StatusBadge status={project.status} />
          {mayManage && <StatusActions project={project} />}
          {mayLabel && (
            <ButtonLink to="/projects/$project/label" params={{ project: id }}>
              {t('projects.label')}
            </ButtonLink>
          )}
        </>
      }
    >
      <ProjectNav project={id} />
      <Stack gap="lg">
        {project.problem !== null && (
          <Alert color="red" role="alert" title={t('overview.halted')}>
            <ProblemText problem={project.problem} />
          </Alert>
        )}
        <EncodingProgress encoding={project.encoding} />
        <ProblemAlert error={race.error} onRetry={() => void race.refetch()} />
        <DecisionsPanel agent={agent} mayDecide={mayManage} />
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 8 }}>
            <CurvePanel
              target={targetOf(project.config)}
              race={race.data}
              againstRandom={impact.data?.againstRandom}
            />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 4 }}>
            <BudgetPanel
              project={project}
              arms={race.data?.arms ?? []}
              mayExtend={mayManage && project.status !== 'archived'}
            />
          </Grid.Col>
          <Grid.Col span={12}>
            <RandomPanel found={impact.data?.againstRandom} />
          </Grid.Col>
          <Grid.Col span={12}>
            <ClassesPanel project={project} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 7 }}>
            <RacePanel race={race.data} agent={agent} mayRevive={mayManage && !isOver} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <TimelinePanel history={history} />
          </Grid.Col>
          <Grid.Col span={12}>
            <MadeDecisionsPanel agent={agent} mayDecide={mayManage} />
          </Grid.Col>
        </Grid>
      </Stack>
    </Page>
  );
}

/** `agent.target` of the configuration. */
function targetOf({ agent }: Project['config']): number | undefined {
  const { target } = (agent ?? {}) as { readonly target?: unknown };
  return typeof target === 'number' ? target : undefined;
}
