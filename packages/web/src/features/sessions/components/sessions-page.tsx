import { Badge, Stack } from '@mantine/core';
import { IconDevices } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../../components/confirm-button';
import { EmptyState } from '../../../components/empty-state';
import { Entry, EntryList } from '../../../components/entry-list';
import { ListLoading } from '../../../components/list-loading';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatTime } from '../../../lib/format';
import { useEndSession } from '../api/end-session';
import { useSessions } from '../api/list-sessions';

/** Where people are signed in; a session of a lost device can be ended here. */
export function SessionsPage() {
  const { t, i18n } = useTranslation();
  const query = useSessions();
  const end = useEndSession();
  const time = (iso: string): string => formatTime(iso, i18n.language);
  return (
    <Page title={t('sessions.title')} text={t('sessions.text')}>
      <Stack gap="sm">
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        <ProblemAlert error={end.error} />
        {query.data?.length === 0 && (
          <EmptyState icon={IconDevices} title={t('sessions.none')} text={t('shell.open')} />
        )}
        <EntryList name={t('sessions.title')}>
          {query.data?.map(({ id, user, createdAt, expiresAt, current }) => (
            <Entry
              key={id}
              title={
                <>
                  {user}{' '}
                  {current && (
                    <Badge variant="light" tt="none">
                      {t('sessions.this')}
                    </Badge>
                  )}
                </>
              }
              text={t('sessions.times', { from: time(createdAt), until: time(expiresAt) })}
              actions={
                !current && (
                  <ConfirmButton
                    question={t('sessions.endText', { user })}
                    onConfirm={() => end.mutate(id)}
                  >
                    {t('sessions.end')}
                  </ConfirmButton>
                )
              }
            />
          ))}
        </EntryList>
      </Stack>
    </Page>
  );
}
