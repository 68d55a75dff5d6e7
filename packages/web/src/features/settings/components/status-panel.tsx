import type { Project } from '@alaas/client';
import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../../components/confirm-button';
import { EntryList, Entry } from '../../../components/entry-list';
import { ProblemAlert } from '../../../components/problem-alert';
import { useChangeStatus } from '../../overview/api/change-status';
import { Panel } from '../../overview/components/panel';
import { possibleChanges } from '../../overview/components/possible-changes';
import { StatusBadge } from '../../projects/components/status-badge';

/** Pause, go on, stop, archive, each with what comes of it. */
export function StatusPanel({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const change = useChangeStatus(project.id);
  const possible = possibleChanges(project);
  return (
    <Panel title={t('settings.status')}>
      <Stack gap="sm">
        <div>
          <StatusBadge status={project.status} isHalted={project.problem !== null} />
        </div>
        <ProblemAlert error={change.error} />
        <EntryList name={t('settings.status')}>
          {possible.map((one) => (
            <Entry
              key={one}
              title={t(`overview.change.${one}`)}
              text={t(`settings.comes.${one}`)}
              actions={
                <ConfirmButton
                  loading={change.isPending}
                  question={t(`settings.comes.${one}`)}
                  onConfirm={() => change.mutate(one)}
                >
                  {t(`overview.change.${one}`)}
                </ConfirmButton>
              }
            />
          ))}
        </EntryList>
      </Stack>
    </Panel>
  );
}
