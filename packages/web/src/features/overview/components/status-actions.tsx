import type { Project } from '@alaas/client';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChangeStatus, type StatusChange } from '../api/change-status';

const CHANGES: Readonly<Record<Project['status'], readonly StatusChange[]>> = {
  created: ['pause', 'stop'],
  poc: ['pause', 'stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: ['archive'],
  archived: [],
};

/** Pause, go on, stop, archive: what the status allows. */
export function StatusActions({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const change = useChangeStatus(project.id);
  const halted = project.problem !== null && project.status !== 'paused';
  const possible = [...(halted ? (['resume'] as const) : []), ...CHANGES[project.status]];
  if (possible.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={36}
          loading={change.isPending}
          aria-label={t('overview.actions')}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {possible.map((one) => (
          <Menu.Item key={one} onClick={() => change.mutate(one)}>
            {t(`overview.change.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
