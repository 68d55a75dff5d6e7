import type { RandomComparison, RunArm, RunForecasts } from '@alaas/client';
import { Skeleton, Table, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent } from '../../../lib/format';
import { curveRows, type CurveRow, type Measured } from './curve-data';
import { CurveLegend } from './curve-legend';
import { curveLines, withControl, type CurveLine } from './curve-lines';
import { Panel } from './panel';

const CurveChart = lazy(async () => ({ default: (await import('./curve-chart')).CurveChart }));

/** The learning curve: measured, expected, target and end of the budget; also as a table. */
export function CurvePanel({
  target,
  budget,
  race,
  againstRandom,
}: {
  readonly target?: number | undefined;
  readonly budget: number | null;
  readonly againstRandom?: RandomComparison | undefined;
  readonly race: ({ readonly arms: readonly RunArm[] } & RunForecasts) | undefined;
}) {
  const { t } = useTranslation();
  const arms = withControl(race?.arms ?? [], againstRandom);
  const rows = race === undefined ? [] : curveRows(arms, race.forecast);
  const lines = curveLines(arms);
  return (
    <Panel title={t('overview.curve')} text={t('overview.curveText')}>
      {race === undefined ? (
        <Skeleton height={320} />
      ) : rows.length === 0 ? (
        <Text c="dimmed" py="xl">
          {t('overview.noCurve')}
        </Text>
      ) : (
        <>
          <CurveLegend
            lines={lines}
            target={target}
            hasForecast={rows.some(({ band }) => band !== undefined)}
          />
          <div role="img" aria-label={t('overview.curveOf', { count: rows.length })}>
            <Suspense fallback={<Skeleton height={320} />}>
              <CurveChart lines={lines} rows={rows} target={target} budget={budget} />
            </Suspense>
          </div>
          <CurveTable lines={lines} rows={rows} />
        </>
      )}
    </Panel>
  );
}

function CurveTable({
  lines,
  rows,
}: {
  readonly lines: readonly CurveLine[];
  readonly rows: readonly CurveRow[];
}) {
  const { t, i18n } = useTranslation();
  const percent = (value: number | undefined): string =>
    value === undefined ? '' : formatPercent(value, i18n.language);
  const measured = (found: Measured | undefined): string =>
    found?.interval === undefined
      ? percent(found?.value)
      : `${percent(found.value)} (${found.interval.map(percent).join(' – ')})`;
  return (
    <details>
      <Text component="summary" size="sm" c="dimmed">
        {t('overview.asTable')}
      </Text>
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('overview.labels')}</Table.Th>
              {lines.map(({ strategy, control }) => (
                <Table.Th key={strategy}>
                  {control === undefined ? strategy : t(`overview.${control}`)}
                </Table.Th>
              ))}
              <Table.Th>{t('overview.band')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ labels, values, band }) => (
              <Table.Tr key={labels}>
                <Table.Td>{formatNumber(labels, i18n.language)}</Table.Td>
                {lines.map(({ strategy }) => (
                  <Table.Td key={strategy}>{measured(values[strategy])}</Table.Td>
                ))}
                <Table.Td>{band && `${percent(band[0])} – ${percent(band[1])}`}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
