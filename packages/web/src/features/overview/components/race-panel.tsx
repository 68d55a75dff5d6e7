import type { RunArm, RunRung } from '@alaas/client';
import { Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent } from '../../../lib/format';
import { Panel } from './panel';

const COLOURS = { champion: 'accent', racing: 'teal', dropped: 'gray', failed: 'red' } as const;

/** The race of strategies: who leads, who was dropped, when and why. */
export function RacePanel({
  race,
}: {
  readonly race:
    { readonly arms: readonly RunArm[]; readonly rungs: readonly RunRung[] } | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Panel title={t('overview.race')} text={t('overview.raceText')}>
      {race === undefined && <Skeleton height={160} />}
      {race?.arms.length === 0 && <Text c="dimmed">{t('overview.noRace')}</Text>}
      <Stack gap="sm">
        {race?.arms.map((arm) => (
          <ArmRow key={arm.strategy} arm={arm} />
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

function ArmRow({ arm }: { readonly arm: RunArm }) {
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
        <Text size="sm" c="dimmed" lang="en">
          {arm.reason}
        </Text>
      )}
    </div>
  );
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
