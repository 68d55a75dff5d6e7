import type { Impact } from '@alaas/client';
import { Grid, Stack, Text } from '@mantine/core';
import { IconPlant2 } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { Page } from '../../../components/page';
import { PageLoading } from '../../../components/page-loading';
import { Panel } from '../../overview/components/panel';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatDuration, formatNumber, formatPercent } from '../../../lib/format';
import { useProject } from '../../projects/api/get-project';
import { ProjectNav } from '../../projects/components/project-nav';
import { useImpact } from '../api/get-impact';
import { ClassGains } from './class-gains';
import { OwnPanel } from './own-panel';
import { RandomPanel } from './random-panel';
import { RoundGains } from './round-gains';
import { SuggestionPanel } from './suggestion-panel';

const route = getRouteApi('/signed-in/shell/projects/$project/impact');

/** For those who label: what came of it. */
export function ImpactPage() {
  const { t } = useTranslation();
  const { project: id } = route.useParams();
  const { data: project } = useProject(id);
  const { data: impact, error, refetch } = useImpact(id);
  if (impact === undefined && error === null) return <PageLoading />;
  return (
    <Page
      title={project?.name ?? t('impact.title')}
      documentTitle={
        project === undefined ? undefined : `${project.name}: ${t('projects.page.impact')}`
      }
      text={t('impact.text')}
    >
      <ProjectNav project={id} />
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {impact?.team.answers === 0 && (
        <EmptyState icon={IconPlant2} title={t('impact.none')} text={t('impact.noneText')} />
      )}
      {impact !== undefined && impact.team.answers > 0 && (
        <Stack gap="lg">
          <Headline impact={impact} />
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, md: 7 }}>
              <RoundGains rounds={impact.rounds} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 5 }}>
              <OwnPanel own={impact.own} />
            </Grid.Col>
            <Grid.Col span={12}>
              <RandomPanel found={impact.againstRandom} />
            </Grid.Col>
            {impact.suggestions !== null && (
              <Grid.Col span={12}>
                <SuggestionPanel suggestions={impact.suggestions} />
              </Grid.Col>
            )}
            <Grid.Col span={12}>
              <ClassGains rounds={impact.rounds} />
            </Grid.Col>
          </Grid>
        </Stack>
      )}
    </Page>
  );
}

function Headline({ impact: { team, rounds, saved } }: { readonly impact: Impact }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const measured = rounds.filter(({ value }) => value !== null);
  const first = measured[0]?.value;
  const last = measured.at(-1)?.value;
  const counts = {
    answers: formatNumber(team.answers, language),
    time: formatDuration(team.activeSeconds, language),
  };
  return (
    <Panel title={t('impact.together')}>
      <Text>{t('impact.team', { count: team.people, ...counts })}</Text>
      {first != null && last != null && measured.length > 1 && (
        <Text size="xl" fw={650}>
          {t('impact.fromTo', {
            from: formatPercent(first, language),
            to: formatPercent(last, language),
          })}
        </Text>
      )}
      {saved !== null && (
        <Text>
          {t('impact.saved', {
            labels: formatNumber(saved.labels, language),
            time: formatDuration(saved.seconds, language),
          })}
        </Text>
      )}
    </Panel>
  );
}
