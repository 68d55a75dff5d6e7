import type { RandomComparison } from '@alaas/client';
import { Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent } from '../../../lib/format';
import { Panel } from '../../overview/components/panel';

type Estimate = Extract<RandomComparison, { readonly kind: 'estimated' }>;

/** Labels saved against picks at random, with what that rests on; or why it is not known. */
export function RandomPanel({ found }: { readonly found: RandomComparison | undefined }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('random.title')}>
      {found === undefined && <Skeleton height={72} />}
      {found?.kind === 'unknown' && <Text>{t(`random.unknown.${found.reason}`)}</Text>}
      {found?.kind === 'estimated' && <Estimated estimate={found} />}
    </Panel>
  );
}

function Estimated({ estimate }: { readonly estimate: Estimate }) {
  const { t, i18n } = useTranslation();
  const { value, labels, p10, p50, p90, atMost, from, holdout } = estimate;
  const number = (count: number): string => formatNumber(count, i18n.language);
  const needed = (saved: number): string => number(Math.max(1, labels + saved));
  const words = {
    value: formatPercent(value, i18n.language),
    paid: number(labels),
    most: number(labels + atMost),
    low: needed(p10 ?? atMost),
    high: needed(p90 ?? atMost),
  };
  const range = p10 === null ? 'beyond' : p90 === null ? 'open' : 'range';
  return (
    <>
      <Text size="xl" fw={650}>
        {t(`random.verdict.${verdictOf(estimate)}`, { saved: number(p50 ?? atMost) })}
      </Text>
      <Text>{t(`random.${range}`, words)}</Text>
      <Text size="sm" c="dimmed">
        {t(`random.from.${from}`, { holdout: number(holdout) })}
      </Text>
    </>
  );
}

/** A band that reaches below zero shows nothing. */
function verdictOf({ p10, p50 }: Estimate): 'many' | 'some' | 'open' | 'none' {
  if (p50 !== null && p50 <= 0) return 'none';
  if (p10 !== null && p10 <= 0) return 'open';
  return p50 === null ? 'many' : 'some';
}
