import type { RunArm } from '@alaas/client';
import { useTranslation } from 'react-i18next';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatNumber, formatPercent } from '../../../lib/format';
import { lowestTick, type CurveRow } from './curve-data';

const DIMMED = 'var(--mantine-color-dimmed)';
const ACCENT = 'var(--alaas-chart-1)';
const OTHERS = ['var(--alaas-chart-2)', 'var(--alaas-chart-3)', 'var(--alaas-chart-4)'];

/** Values by labels: lines of what was measured, a band of what is expected. */
export function CurveChart({
  arms,
  rows,
  target,
}: {
  readonly arms: readonly RunArm[];
  readonly rows: readonly CurveRow[];
  readonly target: number | undefined;
}) {
  const { t, i18n } = useTranslation();
  const percent = (value: number): string => formatPercent(value, i18n.language);
  const budget = rows.findLast(({ band }) => band !== undefined)?.labels;
  const champion = arms.find(({ status }) => status === 'champion');
  const others = arms.filter((arm) => arm !== champion);
  return (
    <ResponsiveContainer width="100%" height={320}>
      <ComposedChart data={[...rows]} margin={{ top: 16, right: 20, bottom: 20, left: 4 }}>
        <CartesianGrid stroke="var(--alaas-line)" vertical={false} />
        <XAxis
          type="number"
          dataKey="labels"
          domain={['dataMin', 'dataMax']}
          tick={{ fill: DIMMED, fontSize: 12 }}
          tickFormatter={(value: number) => formatNumber(value, i18n.language)}
          label={{ value: t('overview.labels'), position: 'bottom', fill: DIMMED, fontSize: 12 }}
        />
        <YAxis
          domain={[lowestTick(rows), 1]}
          tick={{ fill: DIMMED, fontSize: 12 }}
          tickFormatter={(value: number) => `${Math.round(value * 100)} %`}
          width={52}
        />
        <Tooltip
          contentStyle={{
            background: 'var(--alaas-surface)',
            border: '1px solid var(--alaas-line)',
            borderRadius: 8,
          }}
          labelFormatter={(labels) =>
            `${t('overview.labels')}: ${formatNumber(Number(labels), i18n.language)}`
          }
          formatter={(value) =>
            Array.isArray(value)
              ? value.map((one) => percent(Number(one))).join(' – ')
              : percent(Number(value))
          }
        />
        <Legend verticalAlign="top" height={32} wrapperStyle={{ fontSize: 13 }} />
        <Area
          dataKey="band"
          name={t('overview.band')}
          fill={ACCENT}
          fillOpacity={0.16}
          stroke="none"
          legendType="rect"
          connectNulls
          isAnimationActive={false}
        />
        <Line
          dataKey="middle"
          name={t('overview.expected')}
          stroke={ACCENT}
          strokeDasharray="5 4"
          dot={false}
          connectNulls
          isAnimationActive={false}
        />
        {others.map(({ strategy, status }, i) => (
          <Line
            key={strategy}
            name={strategy}
            dataKey={(row: CurveRow) => row.values[strategy]}
            stroke={
              status === 'dropped' || status === 'failed' ? DIMMED : OTHERS[i % OTHERS.length]!
            }
            strokeDasharray={status === 'dropped' || status === 'failed' ? '2 3' : '0'}
            dot={{ r: 2 }}
            connectNulls
            isAnimationActive={false}
          />
        ))}
        {champion !== undefined && (
          <Line
            name={champion.strategy}
            dataKey={(row: CurveRow) => row.values[champion.strategy]}
            stroke={ACCENT}
            strokeWidth={2.5}
            dot={{ r: 3, fill: ACCENT }}
            connectNulls
            isAnimationActive={false}
          />
        )}
        {target !== undefined && (
          <ReferenceLine
            y={target}
            stroke="var(--alaas-chart-3)"
            strokeDasharray="6 3"
            label={{
              value: t('overview.target'),
              position: 'insideTopLeft',
              fill: DIMMED,
              fontSize: 12,
            }}
          />
        )}
        {budget !== undefined && (
          <ReferenceLine
            x={budget}
            stroke={DIMMED}
            label={{
              value: t('overview.budgetEnd'),
              position: 'insideTopRight',
              fill: DIMMED,
              fontSize: 12,
            }}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
