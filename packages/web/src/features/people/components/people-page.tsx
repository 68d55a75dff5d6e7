import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EntryList } from '../../../components/entry-list';
import { ListLoading } from '../../../components/list-loading';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { useUsers } from '../api/list-users';
import { InviteButton } from './invite-button';
import { NobodyYet } from './nobody-yet';
import { UserEntry } from './user-entry';

/** Everybody who joined, and invitations for others. */
export function PeoplePage() {
  return (
    <NeedsRight right="manage">
      <People />
    </NeedsRight>
  );
}

function People() {
  const { t } = useTranslation();
  const query = useUsers();
  const users = query.data ?? [];
  return (
    <Page title={t('people.title')} text={t('people.text')} actions={<InviteButton />}>
      <Stack gap="sm">
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isSuccess && users.length === 0 && <NobodyYet />}
        <EntryList name={t('people.title')}>
          {users.map((user) => (
            <UserEntry key={user.name} user={user} />
          ))}
        </EntryList>
      </Stack>
    </Page>
  );
}
