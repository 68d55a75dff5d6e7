import type { Project, RunArm } from '@alaas/client';
import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';
import { BurnDown } from './burn-down';
import { ExtendBudget } from './extend-budget';
import { Panel } from './panel';

/** What was paid, what is being labelled, what is left. */
export function BudgetPanel({
  project,
  arms,
  mayExtend,
}: {
  readonly project: Project;
  readonly arms: readonly RunArm[];
  readonly mayExtend: boolean;
}) {
  const { labels, batch, pool } = project;
  const { t, i18n } = useTranslation();
  const number = (value: number): string => formatNumber(value, i18n.language);
  const left = Math.max(0, labels.budget - labels.paid);
  // A batch is paid as a whole, when all of it is labelled.
  const asked = batch !== null && batch.open > 0 ? Math.min(left, batch.items) : 0;
  const share = (value: number): number => (100 * value) / Math.max(1, labels.budget);
  const rows = [
    [t('overview.paid'), number(labels.paid)],
    [t('overview.open'), number(asked)],
    [t('overview.notAsked'), number(left - asked)],
    [t('overview.answers'), number(labels.given)],
    [t('overview.pool'), pool === null ? '…' : number(pool.items)],
    [t('overview.asking'), batch === null ? '–' : batch.strategy],
  ] as const;
  return (
    <Panel title={t('overview.budget')}>
      <div>
        <Text fz={34} fw={700} lh={1.1}>
          {number(left)}
        </Text>
        <Text size="sm" c="dimmed">
          {t('overview.leftOf', { budget: number(labels.budget) })}
        </Text>
      </div>
      <Progress.Root size="lg">
        <Progress.Section value={share(labels.paid)} aria-label={t('overview.paid')} />
        <Progress.Section value={share(asked)} color="accent.3" aria-label={t('overview.open')} />
      </Progress.Root>
      <BurnDown project={project} arms={arms} />
      <Stack gap={6}>
        {rows.map(([name, value]) => (
          <Group key={name} justify="space-between" wrap="nowrap">
            <Text size="sm" c="dimmed">
              {name}
            </Text>
            <Text size="sm" fw={600} ta="right">
              {value}
            </Text>
          </Group>
        ))}
      </Stack>
      {mayExtend && <ExtendBudget project={project} />}
    </Panel>
  );
}
