import type { Project } from '@alaas/client';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChangeStatus } from '../api/change-status';
import { possibleChanges } from './possible-changes';

/** Pause, go on, stop, archive: what the status allows. */
export function StatusActions({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const change = useChangeStatus(project.id);
  const possible = possibleChanges(project);
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
