import type { User } from '@alaas/client';
import { Badge, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Entry } from '../../../components/entry-list';
import { ConfirmButton } from '../../../components/confirm-button';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatDate } from '../../../lib/format';
import { useSession } from '../../access/api/get-session';
import { useChangeUser } from '../api/change-user';
import { ROLES } from './roles';

/** One person; an owner may give another role, shut out, and let in again. */
export function UserEntry({ user: { name, role, disabled, createdAt } }: { readonly user: User }) {
  const { t, i18n } = useTranslation();
  const { user: me, rights } = useSession();
  const change = useChangeUser();
  const mayChange = rights.includes('own') && name !== me;
  return (
    <Entry
      title={
        <>
          {name}{' '}
          {name === me && (
            <Badge variant="light" tt="none">
              {t('people.you')}
            </Badge>
          )}
          {disabled && (
            <Badge variant="light" color="red" tt="none">
              {t('people.shutOut')}
            </Badge>
          )}
        </>
      }
      text={`${t(`roles.${role}`)} · ${t('people.joined', { date: formatDate(createdAt, i18n.language) })}`}
      actions={
        mayChange && (
          <>
            <NativeSelect
              aria-label={t('people.roleOf', { name })}
              value={role}
              disabled={change.isPending}
              data={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
              onChange={({ currentTarget }) =>
                change.mutate({ user: name, role: currentTarget.value as User['role'] })
              }
            />
            <ConfirmButton
              size="sm"
              loading={change.isPending}
              question={t(disabled ? 'people.letInText' : 'people.shutOutText', { name })}
              onConfirm={() => change.mutate({ user: name, disabled: !disabled })}
            >
              {t(disabled ? 'people.letIn' : 'people.shutOutNow')}
            </ConfirmButton>
          </>
        )
      }
    >
      <ProblemAlert error={change.error} />
    </Entry>
  );
}
