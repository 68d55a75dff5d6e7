import type { Project, ProjectEvent } from '@alaas/client';
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
import { isLabelled } from '../../projects/components/is-labelled';
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
  const history = useProjectEvents(id);
  if (project === undefined && error === null) return <PageLoading />;
  if (project === undefined) {
    return (
      <Page title={t('overview.title')}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  const { problem, work } = project;
  // A project that was stopped meanwhile waits for nobody.
  const doing = work === 'wait-for-labels' && !isLabelled(project) ? 'none' : work;
  const mayManage = rights.includes('manage');
  return (
    <Page
      title={project.name}
      documentTitle={`${project.name}: ${t('projects.page.overview')}`}
      text={t(problem === null ? `overview.work.${doing}` : 'overview.halted')}
      actions={
        <>
          <StatusBadge status={project.status} isHalted={problem !== null} />
          {mayManage && <StatusActions project={project} />}
          {rights.includes('label') && isLabelled(project) && (
            <ButtonLink to="/projects/$project/label" params={{ project: id }}>
              {t('projects.label')}
            </ButtonLink>
          )}
        </>
      }
    >
      <ProjectNav project={id} />
      <Stack gap="lg">
        {problem !== null && (
          <Alert color="red" role="alert" title={t('overview.halted')}>
            <ProblemText problem={problem} />
          </Alert>
        )}
        <EncodingProgress encoding={project.encoding} />
        {/* Before the data are read there is no agent that could be asked for anything. */}
        {project.pool === null ? (
          <TimelinePanel history={history} />
        ) : (
          <AgentPanels project={project} history={history} />
        )}
      </Stack>
    </Page>
  );
}

function AgentPanels({
  project,
  history,
}: {
  readonly project: Project;
  readonly history: readonly ProjectEvent[];
}) {
  const mayManage = useSession().rights.includes('manage');
  const agent = { of: 'projects', id: project.id } as const;
  const race = useRace(agent);
  const againstRandom = useImpact(project.id).data?.againstRandom;
  const isOver = project.status === 'stopped' || project.status === 'archived';
  return (
    <>
      <ProblemAlert error={race.error} onRetry={() => void race.refetch()} />
      <DecisionsPanel agent={agent} mayDecide={mayManage} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <CurvePanel
            target={targetOf(project.config)}
            budget={project.labels.budget}
            race={race.data}
            againstRandom={againstRandom}
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
          <RandomPanel found={againstRandom} />
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
    </>
  );
}

/** `agent.target` of the configuration. */
function targetOf({ agent }: Project['config']): number | undefined {
  const { target } = (agent ?? {}) as { readonly target?: unknown };
  return typeof target === 'number' ? target : undefined;
}
