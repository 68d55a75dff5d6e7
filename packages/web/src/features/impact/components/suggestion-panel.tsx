import type { Impact } from '@alaas/client';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent } from '../../../lib/format';
import { Panel } from '../../overview/components/panel';

/** How often people say what the model says, where they saw it and where they did not. */
export function SuggestionPanel({
  suggestions,
}: {
  readonly suggestions: NonNullable<Impact['suggestions']>;
}) {
  const { t, i18n } = useTranslation();
  return (
    <Panel title={t('suggestions.panel')} text={t('suggestions.panelText')}>
      {(['shown', 'blind'] as const).map((kind) => {
        const { answers, agreed } = suggestions[kind];
        return (
          <Text key={kind}>
            {answers === 0
              ? t(`suggestions.${kind}None`)
              : t(`suggestions.${kind}`, {
                  share: formatPercent(agreed / answers, i18n.language),
                  answers: formatNumber(answers, i18n.language),
                })}
          </Text>
        );
      })}
    </Panel>
  );
}
