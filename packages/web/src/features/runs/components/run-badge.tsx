import type { RunSummary } from '@alaas/client';
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const COLOURS: Record<RunSummary['status'], string> = {
  running: 'accent',
  waiting: 'yellow',
  finished: 'teal',
  cancelled: 'gray',
  failed: 'red',
};

/** Where a run stands, in one word. */
export function RunBadge({ status }: { readonly status: RunSummary['status'] }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={COLOURS[status]} autoContrast tt="none" fw={600}>
      {t(`runs.status.${status}`)}
    </Badge>
  );
}
