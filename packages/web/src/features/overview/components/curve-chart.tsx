import { useTranslation } from 'react-i18next';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  ErrorBar,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatNumber, formatPercent, formatTick } from '../../../lib/format';
import { countTicks, shareTicks, shownValues, type CurveRow } from './curve-data';
import type { CurveLine } from './curve-lines';

const DIMMED = 'var(--mantine-color-dimmed)';
const ACCENT = 'var(--alaas-chart-1)';
const SMALL = { fill: DIMMED, fontSize: 12 };

/** Values by labels: lines of what was measured, a band of what is expected. */
export function CurveChart({
  lines,
  rows,
  target,
  budget,
}: {
  readonly lines: readonly CurveLine[];
  readonly rows: readonly CurveRow[];
  readonly target: number | undefined;
  /** Labels; null where none was set. */
  readonly budget: number | null;
}) {
  const { t, i18n } = useTranslation();
  const number = (value: number): string => formatNumber(value, i18n.language);
  const percent = (value: number): string => formatPercent(value, i18n.language);
  const most = Math.max(1, rows.at(-1)?.labels ?? 0, budget ?? 0);
  const ticks = shareTicks([...shownValues(rows), ...(target === undefined ? [] : [target])]);
  return (
    <ResponsiveContainer width="100%" height={320}>
      <ComposedChart data={[...rows]} margin={{ top: 16, right: 20, bottom: 20, left: 4 }}>
        <CartesianGrid stroke="var(--alaas-line)" vertical={false} />
        <XAxis
          type="number"
          dataKey="labels"
          domain={[0, most]}
          ticks={[...countTicks(most)]}
          tick={SMALL}
          tickFormatter={number}
          label={{ value: t('overview.labels'), position: 'bottom', ...SMALL }}
        />
        <YAxis
          domain={[ticks[0]!, 1]}
          ticks={[...ticks]}
          interval={0}
          tick={SMALL}
          tickFormatter={(value: number) => formatTick(value, i18n.language)}
          width={52}
        />
        <Tooltip
          contentStyle={{
            background: 'var(--alaas-surface)',
            border: '1px solid var(--alaas-line)',
            borderRadius: 8,
          }}
          labelFormatter={(labels) => `${t('overview.labels')}: ${number(Number(labels))}`}
          formatter={(value) =>
            Array.isArray(value)
              ? value.map((one) => percent(Number(one))).join(' – ')
              : percent(Number(value))
          }
        />
        <Area
          dataKey="band"
          name={t('overview.band')}
          fill={ACCENT}
          fillOpacity={0.16}
          stroke="none"
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
        {lines.map(({ strategy, colour, dashes, isChampion, control }) => (
          <Line
            key={strategy}
            name={control === undefined ? strategy : t(`overview.${control}`)}
            dataKey={(row: CurveRow) => row.values[strategy]?.value}
            stroke={colour}
            strokeDasharray={dashes}
            strokeWidth={isChampion ? 2.5 : 1.5}
            dot={{ r: isChampion ? 3 : 2, fill: colour, strokeDasharray: '0' }}
            connectNulls
            isAnimationActive={false}
          >
            {isChampion && (
              <ErrorBar
                dataKey={(row: CurveRow) => distances(row.values[strategy])}
                direction="y"
                width={4}
                stroke={colour}
                strokeWidth={1}
                opacity={0.6}
                isAnimationActive={false}
              />
            )}
          </Line>
        ))}
        {target !== undefined && (
          <ReferenceLine
            y={target}
            stroke="var(--alaas-chart-3)"
            strokeWidth={1.5}
            strokeDasharray="6 3"
            label={{ value: t('overview.target'), position: 'insideTopLeft', ...SMALL }}
          />
        )}
        {budget !== null && (
          <ReferenceLine
            x={budget}
            stroke={DIMMED}
            label={{ value: t('overview.budgetEnd'), position: 'insideBottomRight', ...SMALL }}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** How far an interval reaches down and up from its value, as the chart wants it. */
function distances(measured: CurveRow['values'][string] | undefined): [number, number] | undefined {
  if (measured?.interval === undefined) return undefined;
  const { value, interval } = measured;
  return [value - interval[0], interval[1] - value];
}
