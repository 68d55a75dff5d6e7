import type { Project } from '@alaas/client';
import { Group, Paper, Progress, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../components/button-link';
import { formatDate, formatNumber } from '../../../lib/format';
import { useSession } from '../../access/api/get-session';
import { useProject } from '../api/get-project';
import { isLabelled } from './is-labelled';
import { StatusBadge } from './status-badge';

/** One project of the list: where it stands, and how much of its budget is used. */
export function ProjectRow({
  summary,
}: {
  readonly summary: Pick<Project, 'id' | 'name' | 'status' | 'createdAt'>;
}) {
  const { t, i18n } = useTranslation();
  const { rights } = useSession();
  const { data: project } = useProject(summary.id);
  const { status, problem } = project ?? { ...summary, problem: null };
  return (
    <Paper className="surface" p="lg" component="article">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={2} size="h4">
            {rights.includes('read') ? (
              <Link to="/projects/$project" params={{ project: summary.id }} className="plain-link">
                {summary.name}
              </Link>
            ) : (
              summary.name
            )}
          </Title>
          <Text size="sm" c="dimmed">
            {t('projects.begun', { date: formatDate(summary.createdAt, i18n.language) })}
          </Text>
        </div>
        <Group gap="md" wrap="nowrap">
          <StatusBadge status={status} isHalted={problem !== null} />
          {rights.includes('label') && isLabelled({ status, problem }) && (
            <ButtonLink to="/projects/$project/label" params={{ project: summary.id }}>
              {t('projects.label')}
            </ButtonLink>
          )}
        </Group>
      </Group>
      {project !== undefined && (
        <>
          <Progress
            mt="md"
            size="sm"
            value={(100 * project.labels.paid) / Math.max(1, project.labels.budget)}
            aria-label={t('projects.budgetUsed')}
          />
          <Group justify="space-between" mt={6}>
            <Text size="sm" c="dimmed">
              {t('projects.labelsOf', {
                paid: formatNumber(project.labels.paid, i18n.language),
                budget: formatNumber(project.labels.budget, i18n.language),
              })}
            </Text>
            <Text size="sm">
              <Link
                to="/projects/$project/impact"
                params={{ project: summary.id }}
                className="text-link"
              >
                {t('impact.see')}
              </Link>
            </Text>
          </Group>
        </>
      )}
    </Paper>
  );
}
