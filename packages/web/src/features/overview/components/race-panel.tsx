import type { RunArm, RunRung } from '@alaas/client';
import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatNumber, formatPercent } from '../../../lib/format';
import type { AgentScope } from '../api/agent-scope';
import { useDecide } from '../api/decide';
import { Panel } from './panel';

const COLOURS = { champion: 'accent', racing: 'teal', dropped: 'gray', failed: 'red' } as const;

/** The race of strategies: who leads, who was dropped, when and why. */
export function RacePanel({
  agent,
  race,
  mayRevive,
}: {
  readonly agent: AgentScope;
  readonly mayRevive: boolean;
  readonly race:
    { readonly arms: readonly RunArm[]; readonly rungs: readonly RunRung[] } | undefined;
}) {
  const { t } = useTranslation();
  const decide = useDecide(agent);
  const revive = (arm: string): void => decide.mutate({ kind: 'revive', arm });
  return (
    <Panel title={t('overview.race')} text={t('overview.raceText')}>
      <ProblemAlert error={decide.error} />
      {race === undefined && <Skeleton height={160} />}
      {race?.arms.length === 0 && <Text c="dimmed">{t('overview.noRace')}</Text>}
      <Stack gap="sm">
        {race?.arms.map((arm) => (
          <ArmRow key={arm.strategy} arm={arm} onRevive={mayRevive ? revive : undefined} />
        ))}
      </Stack>
      {race !== undefined && race.rungs.length > 0 && (
        <Stack gap="xs">
          {race.rungs.map((rung) => (
            <RungRow key={rung.number} rung={rung} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function ArmRow({
  arm,
  onRevive,
}: {
  readonly arm: RunArm;
  readonly onRevive: ((arm: string) => void) | undefined;
}) {
  const { t, i18n } = useTranslation();
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Group gap="sm">
          <Text fw={600}>{arm.strategy}</Text>
          <Badge variant="light" color={COLOURS[arm.status]} tt="none" autoContrast>
            {t(`overview.arm.${arm.status}`)}
          </Badge>
        </Group>
        <Text fw={600}>{arm.value === null ? '–' : formatPercent(arm.value, i18n.language)}</Text>
      </Group>
      <Text size="sm" c="dimmed">
        {t('overview.labelsOfArm', {
          count: arm.labels,
          shown: formatNumber(arm.labels, i18n.language),
        })}
        {arm.droppedAt !== null &&
          ` · ${t('overview.droppedAt', { labels: formatNumber(arm.droppedAt, i18n.language) })}`}
      </Text>
      {arm.reason !== null && (
        <Text size="sm" c="dimmed">
          <ArmReason reason={arm.reason} />
        </Text>
      )}
      {onRevive !== undefined && (arm.status === 'dropped' || arm.status === 'failed') && (
        <Button mt={6} size="xs" variant="default" onClick={() => onRevive(arm.strategy)}>
          {t('decision.bringBack', { arm: arm.strategy })}
        </Button>
      )}
    </div>
  );
}

/** Why an arm left: a rule's id, who beat it, or what went wrong. */
function ArmReason({ reason }: { readonly reason: string }) {
  const { t, i18n } = useTranslation();
  const [, winner] = /^beaten by (.+)$/.exec(reason) ?? [];
  if (winner !== undefined) return t('decision.beatenBy', { winner });
  const key = `decision.left.${reason}`;
  if (i18n.exists(key)) return t(key as 'decision.left.paired-test');
  return <span lang="en">{reason}</span>;
}

function RungRow({ rung: { number, over, spent, arms } }: { readonly rung: RunRung }) {
  const { t, i18n } = useTranslation();
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('overview.rung', { number, spent: formatNumber(spent, i18n.language) })}
        {!over && ` · ${t('overview.underWay')}`}
      </Text>
      <Group gap={6} mt={4}>
        {arms.map(({ strategy, value, outcome }) => (
          <Badge
            key={strategy}
            variant={outcome === 'dropped' ? 'default' : 'light'}
            color={outcome === 'dropped' ? 'gray' : 'accent'}
            td={outcome === 'dropped' ? 'line-through' : undefined}
            tt="none"
            fw={550}
          >
            {strategy} {value !== null && formatPercent(value, i18n.language)}
          </Badge>
        ))}
      </Group>
    </div>
  );
}
