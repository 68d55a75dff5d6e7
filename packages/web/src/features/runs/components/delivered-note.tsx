import type { DeliveredModel } from '@alaas/client';
import { Alert, Text } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent } from '../../../lib/format';

/** How good the delivered model is, and why the curve may end elsewhere. */
export function DeliveredNote({
  delivered: { value, low, high, labels, metric, measured },
  leader,
}: {
  readonly delivered: DeliveredModel;
  /** Last value of the strategy that leads. */
  readonly leader: number | null;
}) {
  const { t, i18n } = useTranslation();
  const percent = (share: number): string => formatPercent(share, i18n.language);
  const title = t('runs.deliveredModel.delivered', {
    value: percent(value),
    metric: t(`runs.deliveredModel.metric.${metric}`),
    low: percent(low),
    high: percent(high),
    labels: formatNumber(labels, i18n.language),
  });
  return (
    <Alert variant="light" icon={<IconPackage aria-hidden />} title={title}>
      <Text size="sm">{t(`runs.deliveredModel.measured.${measured}`)}</Text>
      {leader !== null && measured === 'itself' && (
        <Text size="sm">{t('runs.deliveredModel.leader', { leader: percent(leader) })}</Text>
      )}
    </Alert>
  );
}
