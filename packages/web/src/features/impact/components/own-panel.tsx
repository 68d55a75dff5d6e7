import type { Impact } from '@alaas/client';
import { Group, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../overview/components/panel';
import { formatDuration, formatNumber } from '../../../lib/format';

/** How the person who looks fares; nobody else is shown it. */
export function OwnPanel({ own }: Pick<Impact, 'own'>) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { answers, activeSeconds, judged, agreed } = own;
  const number = (value: number): string => formatNumber(value, language);
  return (
    <Panel title={t('impact.own')}>
      <Group gap={6} wrap="nowrap">
        <IconLock size={16} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm" c="dimmed">
          {t('impact.private')}
        </Text>
      </Group>
      <Text>
        {t('impact.given', {
          count: answers,
          shown: number(answers),
          time: formatDuration(activeSeconds, language),
        })}
      </Text>
      <Text>
        {judged === 0
          ? t('impact.notJudged')
          : t('impact.agreed', { agreed: number(agreed), judged: number(judged) })}
      </Text>
      {judged > 0 && (
        <Text size="sm" c="dimmed">
          {t('impact.agreedText')}
        </Text>
      )}
    </Panel>
  );
}
