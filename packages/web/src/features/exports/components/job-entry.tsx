import type { Job } from '@alaas/client';
import { Badge, Button, Progress, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Entry } from '../../../components/entry-list';
import { ProblemAlert } from '../../../components/problem-alert';
import { ProblemText } from '../../../components/problem-text';
import { formatBytes, formatNumber, formatTime } from '../../../lib/format';
import { useCancelJob } from '../api/cancel-job';
import { JobProblems } from './job-problems';

const COLOURS: Readonly<Record<Job['status'], string>> = {
  queued: 'gray',
  running: 'accent',
  finished: 'teal',
  failed: 'red',
  cancelled: 'gray',
};

/** One job: how far it is, and what came of it. */
export function JobEntry({ project, job }: { readonly project: string; readonly job: Job }) {
  const { t, i18n } = useTranslation();
  const cancel = useCancelJob(project);
  const { kind, status, file, outcome, progress, error, requestedBy, createdAt, expiresAt } = job;
  const number = (value: number): string => formatNumber(value, i18n.language);
  const isAtWork = status === 'queued' || status === 'running';
  const time = (iso: string): string => formatTime(iso, i18n.language);
  return (
    <Entry
      title={
        <>
          {file?.name ?? t(`exports.kind.${kind}`)}{' '}
          <Badge variant="light" color={COLOURS[status]} autoContrast tt="none">
            {t(`exports.status.${status}`)}
          </Badge>
        </>
      }
      text={[
        requestedBy,
        time(createdAt),
        ...(file === null ? [] : [formatBytes(file.bytes, i18n.language)]),
        ...(expiresAt === null || file === null
          ? []
          : [t('exports.until', { time: time(expiresAt) })]),
      ].join(' · ')}
      actions={
        <>
          {isAtWork && (
            <Button
              size="xs"
              variant="default"
              loading={cancel.isPending}
              onClick={() => cancel.mutate(job.id)}
            >
              {t('common.cancel')}
            </Button>
          )}
          {file !== null && (
            <Button
              size="xs"
              component="a"
              href={file.url}
              download={file.name}
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t('exports.download')}
            </Button>
          )}
        </>
      }
    >
      {isAtWork && (
        <Progress
          mt="sm"
          size="sm"
          animated
          value={shareOf(progress)}
          aria-label={t('exports.progress')}
        />
      )}
      {outcome !== null && (
        <Text size="sm" mt="xs">
          {t(kind === 'check-labels' ? 'exports.checked' : 'exports.outcome', {
            added: number(outcome.added),
            duplicates: number(outcome.duplicates),
            quarantined: number(outcome.quarantined),
          })}
        </Text>
      )}
      {error !== null && (
        <>
          <ProblemText problem={error} />
          <JobProblems error={error} />
        </>
      )}
      <ProblemAlert error={cancel.error} />
    </Entry>
  );
}

/** Percent; all of it, moving, where nobody knows the end. */
function shareOf(progress: Job['progress']): number {
  if (progress === null) return 0;
  const { done, total } = progress;
  return total === null || total === 0 ? 100 : (100 * done) / total;
}
