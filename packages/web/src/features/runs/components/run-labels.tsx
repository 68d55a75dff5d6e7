import type { RunSummary } from '@alaas/client';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';

/** Labels that a run has used, and of how many. */
export function RunLabels({ labels: { used, budget } }: Pick<RunSummary, 'labels'>) {
  const { t, i18n } = useTranslation();
  const paid = formatNumber(used, i18n.language);
  if (budget === null) return t('runs.labels', { paid });
  return t('projects.labelsOf', { paid, budget: formatNumber(budget, i18n.language) });
}
