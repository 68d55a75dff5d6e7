import type { Project } from '@alaas/client';
import { Paper, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';

/** How far the encoding of a large pool has come; nothing where none is at work. */
export function EncodingProgress({ encoding }: Pick<Project, 'encoding'>) {
  const { t, i18n } = useTranslation();
  if (encoding === null) return null;
  const { done, total } = encoding;
  return (
    <Paper className="surface" p="lg">
      <Text size="sm" mb={8}>
        {t('overview.encoding', {
          done: formatNumber(done, i18n.language),
          total: formatNumber(total, i18n.language),
        })}
      </Text>
      <Progress
        value={(100 * done) / Math.max(1, total)}
        size="lg"
        aria-label={t('overview.encodingOf')}
      />
    </Paper>
  );
}
