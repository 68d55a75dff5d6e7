import type { ProjectEvent } from '@alaas/client';
import { ScrollArea, Text, Timeline } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../../../lib/format';
import { problemWords } from '../../../lib/problem-words';
import { DecisionText } from './decision-text';
import { Panel } from './panel';

/** All that happened, latest first; new things appear by themselves. */
export function TimelinePanel({ history }: { readonly history: readonly ProjectEvent[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('overview.timeline')}>
      {history.length === 0 && <Text c="dimmed">{t('overview.nothingYet')}</Text>}
      <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0 }}>
        <Timeline bulletSize={12} lineWidth={2}>
          {history.map((event, i) => (
            <Timeline.Item key={history.length - i}>
              <EventText event={event} />
            </Timeline.Item>
          ))}
        </Timeline>
      </ScrollArea.Autosize>
    </Panel>
  );
}

function EventText({ event }: { readonly event: ProjectEvent }) {
  const { t, i18n } = useTranslation();
  const percent = (value: number | null): string =>
    value === null ? '–' : formatPercent(value, i18n.language);
  switch (event.kind) {
    case 'status':
      return <Text size="sm">{t(`status.${event.status}`)}</Text>;
    case 'halted':
      return <Text size="sm">{problemWords(event.problem).title}</Text>;
    case 'batch':
      return (
        <Text size="sm">
          {t('overview.event.batch', { items: event.items, strategy: event.strategy })}
        </Text>
      );
    case 'labels':
      return null;
    case 'point': {
      const { strategy, labels, value } = event;
      return (
        <Text size="sm">
          {t('overview.event.point', { strategy, labels, value: percent(value) })}
        </Text>
      );
    }
    case 'forecast': {
      const band = `${percent(event.p10)} – ${percent(event.p90)}`;
      return <Text size="sm">{t('overview.event.forecast', { labels: event.labels, band })}</Text>;
    }
    case 'arm': {
      const { strategy, status } = event;
      return (
        <Text size="sm">
          {strategy}: {t(`overview.arm.${status}`)}
        </Text>
      );
    }
    case 'rung':
      return <Text size="sm">{t('overview.event.rung', { number: event.rung.number })}</Text>;
    case 'decision':
      return (
        <Text size="sm">
          <DecisionText decision={event.decision} /> (
          {t(`overview.decision.${event.decision.status}`)})
        </Text>
      );
    case 'forecast-missed':
      return <Text size="sm">{t('overview.event.missed')}</Text>;
    case 'target-reached':
      return <Text size="sm">{t('overview.event.target')}</Text>;
  }
}
