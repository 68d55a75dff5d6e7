import { useTranslation } from 'react-i18next';
import { Area, AreaChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber } from '../../../lib/format';
import type { BurnDownPoint } from './burn-down-data';

const SMALL = { fill: 'var(--mantine-color-dimmed)', fontSize: 11 };
const DAY_MS = 86_400_000;

/** What is left of the budget, over time. */
export function BurnDownChart({ points }: { readonly points: readonly BurnDownPoint[] }) {
  const { t, i18n } = useTranslation();
  const [first, last] = [points[0]!.atMs, points.at(-1)!.atMs];
  const format = new Intl.DateTimeFormat(
    i18n.language,
    last - first > 2 * DAY_MS
      ? { month: 'short', day: 'numeric' }
      : { hour: '2-digit', minute: '2-digit' },
  );
  const time = (atMs: number): string => format.format(atMs);
  const number = (value: number): string => formatNumber(value, i18n.language);
  return (
    <ResponsiveContainer width="100%" height={140}>
      <AreaChart data={[...points]} margin={{ top: 6, right: 30, bottom: 0, left: 0 }}>
        <XAxis
          type="number"
          dataKey="atMs"
          domain={[first, last]}
          ticks={[first, last]}
          interval={0}
          tick={SMALL}
          tickFormatter={time}
        />
        <YAxis width={44} tick={SMALL} tickFormatter={number} tickCount={3} />
        <Tooltip
          contentStyle={{
            background: 'var(--alaas-surface)',
            border: '1px solid var(--alaas-line)',
            borderRadius: 8,
          }}
          labelFormatter={(atMs) => time(Number(atMs))}
          formatter={(value) => number(Number(value))}
        />
        <Area
          type="stepAfter"
          dataKey="left"
          name={t('overview.left')}
          stroke="var(--alaas-chart-1)"
          fill="var(--alaas-chart-1)"
          fillOpacity={0.14}
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}
