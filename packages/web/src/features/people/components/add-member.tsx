import type { User } from '@alaas/client';
import { Button, Group, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { useUsers } from '../api/list-users';
import { useSetMember } from '../api/set-member';

/** Lets somebody in who has joined the installation. */
export function AddMember({
  project,
  members,
}: {
  readonly project: string;
  readonly members: readonly User[];
}) {
  const { t } = useTranslation();
  const users = useUsers();
  const add = useSetMember(project);
  const [chosen, setChosen] = useState('');
  const inside = new Set(members.map(({ name }) => name));
  const others = (users.data ?? []).filter(
    ({ name, role, disabled }) => !inside.has(name) && !disabled && role !== 'owner',
  );
  return (
    <>
      <ProblemAlert error={users.error ?? add.error} />
      {others.length > 0 && (
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('people.addMember')}
            value={chosen}
            data={[
              { value: '', label: t('people.choose') },
              ...others.map(({ name, role }) => ({
                value: name,
                label: `${name} · ${t(`roles.${role}`)}`,
              })),
            ]}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={chosen === ''}
            loading={add.isPending}
            onClick={() =>
              add.mutate({ user: chosen, isMember: true }, { onSuccess: () => setChosen('') })
            }
          >
            {t('people.add')}
          </Button>
        </Group>
      )}
    </>
  );
}
