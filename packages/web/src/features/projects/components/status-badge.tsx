import type { Project } from '@alaas/client';
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const COLOURS: Record<Project['status'], string> = {
  created: 'gray',
  poc: 'accent',
  running: 'accent',
  paused: 'yellow',
  stopped: 'teal',
  archived: 'gray',
};

/** Where a project stands, in one word. */
export function StatusBadge({ status }: { readonly status: Project['status'] }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={COLOURS[status]} autoContrast tt="none" fw={600}>
      {t(`status.${status}`)}
    </Badge>
  );
}
