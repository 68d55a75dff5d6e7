import type { Project } from '@alaas/client';
import { Center, Group, Loader, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { classColours } from '../../../lib/class-colours';
import { formatNumber } from '../../../lib/format';
import { useItemMap, type PlacedItems } from '../api/get-map';
import { MapCanvas } from './map-canvas';

type Placed = PlacedItems['items'][number];

/** Items alike lie together; what is labelled, and what is asked for now, stands out. */
export function MapView({ project }: { readonly project: Project }) {
  const { t, i18n } = useTranslation();
  const { data: map, error, refetch } = useItemMap(project.id);
  const [by, setBy] = useState<'label' | 'prediction'>('label');
  const [pointed, setPointed] = useState<Placed | null>(null);
  const colours = classColours(project.classes, project.labelling.classes);
  if (error !== null) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (map === undefined) {
    return (
      <Center h={400} role="status">
        <Stack align="center">
          <Loader aria-hidden />
          <Text c="dimmed">{t('data.map.working')}</Text>
        </Stack>
      </Center>
    );
  }
  const classOf = (item: Placed): string | null =>
    by === 'label' ? item.label : (item.prediction?.label ?? null);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('data.map.text', { items: formatNumber(map.items.length, i18n.language) })}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('data.map.colours')}
          value={by}
          onChange={(value) => setBy(value === 'label' ? 'label' : 'prediction')}
          data={[
            { value: 'label', label: t('data.label') },
            { value: 'prediction', label: t('data.prediction') },
          ]}
        />
      </Group>
      <MapCanvas
        map={map}
        colourOf={(item) => colours.get(classOf(item) ?? '')}
        name={t('data.map.name', { items: map.items.length })}
        onPoint={setPointed}
      />
      <Text size="sm" mih={22} aria-live="polite">
        {pointed !== null &&
          `${pointed.name} · ${classOf(pointed) ?? t(`data.state.${pointed.state}`)}`}
      </Text>
      <Group gap="4px 16px">
        {[...colours].slice(0, 20).map(([name, colour]) => (
          <Group key={name} gap={6} wrap="nowrap">
            <svg width={12} height={12} aria-hidden>
              <circle cx={6} cy={6} r={5} fill={colour} />
            </svg>
            <Text size="xs">{name}</Text>
          </Group>
        ))}
        <Text size="xs" c="dimmed">
          {t('data.map.open')}
        </Text>
      </Group>
    </Stack>
  );
}
