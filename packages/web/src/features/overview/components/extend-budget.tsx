import type { Project } from '@alaas/client';
import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { useDecide } from '../api/decide';

const FIRST_OFFER = 50;

/**
 * More labels for a project, as far as its pool has items for them; one that had stopped goes on.
 * Nothing where the budget reaches for all items.
 */
export function ExtendBudget({
  project: {
    id,
    pool,
    labels: { budget },
  },
}: {
  readonly project: Project;
}) {
  const { t } = useTranslation();
  const decide = useDecide({ of: 'projects', id });
  const [labels, setLabels] = useState(FIRST_OFFER);
  const most = (pool?.items ?? 0) - budget;
  if (most <= 0) return null;
  const wanted = Math.min(most, labels);
  return (
    <>
      <ProblemAlert error={decide.error} />
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <NumberInput
          label={t('overview.extendBy')}
          value={wanted}
          min={1}
          max={most}
          allowDecimal={false}
          flex={1}
          onChange={(value) => setLabels(Math.max(1, Math.round(Number(value))))}
        />
        <Button
          variant="default"
          loading={decide.isPending}
          onClick={() => decide.mutate({ kind: 'extend', labels: wanted })}
        >
          {t('overview.extend')}
        </Button>
      </Group>
    </>
  );
}
