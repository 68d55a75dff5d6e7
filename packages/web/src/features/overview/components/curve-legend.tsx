import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CurveLine } from './curve-lines';

const ACCENT = 'var(--alaas-chart-1)';

/** What the lines and areas of the curve are; above it, and in as many rows as it needs. */
export function CurveLegend({
  lines,
  target,
  hasForecast,
}: {
  readonly lines: readonly CurveLine[];
  readonly target: number | undefined;
  readonly hasForecast: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Group gap="4px 16px" aria-hidden>
      {lines.toReversed().map(({ strategy, colour, dashes, control }) => (
        <Entry key={strategy} name={control === undefined ? strategy : t(`overview.${control}`)}>
          <Stroke colour={colour} dashes={dashes} />
        </Entry>
      ))}
      {hasForecast && (
        <>
          <Entry name={t('overview.expected')}>
            <Stroke colour={ACCENT} dashes="5 4" />
          </Entry>
          <Entry name={t('overview.band')}>
            <rect y={2} width={22} height={8} fill={ACCENT} fillOpacity={0.25} />
          </Entry>
        </>
      )}
      {target !== undefined && (
        <Entry name={t('overview.target')}>
          <Stroke colour="var(--alaas-chart-3)" dashes="6 3" />
        </Entry>
      )}
    </Group>
  );
}

function Entry({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Group gap={6} wrap="nowrap">
      <svg width={22} height={12}>
        {children}
      </svg>
      <Text size="xs">{name}</Text>
    </Group>
  );
}

function Stroke({ colour, dashes }: { readonly colour: string; readonly dashes: string }) {
  return <line x2={22} y1={6} y2={6} stroke={colour} strokeWidth={2} strokeDasharray={dashes} />;
}
