import type { Project } from '@alaas/client';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/confirm-dialog';
import { useChangeStatus, type StatusChange } from '../api/change-status';
import { possibleChanges } from './possible-changes';

const FINAL: readonly StatusChange[] = ['stop', 'archive'];

/** Pause, go on, stop, archive: what the status allows; what ends the work is asked for first. */
export function StatusActions({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const change = useChangeStatus(project.id);
  const [asked, setAsked] = useState<StatusChange>();
  const possible = possibleChanges(project);
  if (possible.length === 0) return null;
  return (
    <>
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
            <Menu.Item
              key={one}
              onClick={() => (FINAL.includes(one) ? setAsked(one) : change.mutate(one))}
            >
              {t(`overview.change.${one}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked !== undefined && (
        <ConfirmDialog
          opened
          title={t(`overview.change.${asked}`)}
          question={t(`settings.comes.${asked}`)}
          onClose={() => setAsked(undefined)}
          onConfirm={() => change.mutate(asked)}
        />
      )}
    </>
  );
}
