import { Stack } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';
import { EntryList } from '../../../components/entry-list';
import { ListLoading } from '../../../components/list-loading';
import { Page } from '../../../components/page';
import { ProblemAlert } from '../../../components/problem-alert';
import { useSession } from '../../access/api/get-session';
import { useKeys } from '../api/list-keys';
import { CreateKeyButton } from './create-key-button';
import { KeyEntry } from './key-entry';

/** Keys with which programs speak to the server. */
export function KeysPage() {
  const { t } = useTranslation();
  const { csrf } = useSession();
  const query = useKeys();
  const keys = query.data?.toReversed() ?? [];
  // A key belongs to a person; before anybody has joined there is none.
  const hasPeople = csrf !== null;
  return (
    <Page title={t('keys.title')} text={t('keys.text')} actions={hasPeople && <CreateKeyButton />}>
      <Stack gap="sm">
        {query.isPending && <ListLoading />}
        <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        {query.isSuccess && keys.length === 0 && (
          <EmptyState
            icon={IconKey}
            title={t('keys.none')}
            text={t(hasPeople ? 'keys.noneText' : 'keys.nobody')}
          />
        )}
        <EntryList name={t('keys.title')}>
          {keys.map((key) => (
            <KeyEntry key={key.id} apiKey={key} />
          ))}
        </EntryList>
      </Stack>
    </Page>
  );
}
