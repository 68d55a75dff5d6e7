import type { Project, RunArm } from '@alaas/client';
import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';
import { useModels } from '../api/get-models';
import { burnDown } from './burn-down-data';

const BurnDownChart = lazy(async () => ({
  default: (await import('./burn-down-chart')).BurnDownChart,
}));

/** How the budget was used over time; nothing before the first model. */
export function BurnDown({
  project,
  arms,
}: {
  readonly project: Project;
  readonly arms: readonly RunArm[];
}) {
  const { t, i18n } = useTranslation();
  const { data: models = [], dataUpdatedAt } = useModels(project.id);
  if (models.length === 0) return null;
  const points = burnDown(project, { models, arms, nowMs: dataUpdatedAt });
  const left = formatNumber(points.at(-1)!.left, i18n.language);
  return (
    <div role="img" aria-label={t('overview.burnDownOf', { left })}>
      <Suspense fallback={<Skeleton height={140} />}>
        <BurnDownChart points={points} />
      </Suspense>
    </div>
  );
}
