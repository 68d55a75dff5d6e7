import type { RunSummary } from '@alaas/client';
import { Group, Paper, Progress, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../../lib/format';
import { RunBadge } from './run-badge';
import { RunLabels } from './run-labels';

/** One run of the list: of what, from when, how far. */
export function RunRow({ run }: { readonly run: RunSummary }) {
  const { t, i18n } = useTranslation();
  const { used, budget } = run.labels;
  return (
    <Paper className="surface" p="lg" component="article">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Title order={2} size="h4">
            <Link to="/runs/$run" params={{ run: run.id }} className="plain-link">
              {run.project}
            </Link>
          </Title>
          <Text size="sm" c="dimmed">
            {t('projects.begun', { date: formatDate(run.createdAt, i18n.language) })}
          </Text>
        </div>
        <RunBadge status={run.status} />
      </Group>
      {budget !== null && (
        <Progress
          mt="md"
          size="sm"
          value={(100 * used) / Math.max(1, budget)}
          aria-label={t('projects.budgetUsed')}
        />
      )}
      <Text size="sm" mt={6} c="dimmed">
        <RunLabels labels={run.labels} />
      </Text>
    </Paper>
  );
}
