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

/** Where a project stands, in one word; one that came to a halt stands nowhere else. */
export function StatusBadge({
  status,
  isHalted = false,
}: {
  readonly status: Project['status'];
  readonly isHalted?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Badge
      variant="light"
      color={isHalted ? 'red' : COLOURS[status]}
      autoContrast
      tt="none"
      fw={600}
    >
      {t(isHalted ? 'projects.halted' : `status.${status}`)}
    </Badge>
  );
}
