import { Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../../components/list-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { client } from '../../../lib/client';
import { ItemPreview } from '../../data/components/item-preview';
import { Candidates, type Choice } from './choose-examples';

const MOST = 48;
const TYPING_MS = 300;

function candidatesQuery(project: string, search: string) {
  return queryOptions({
    queryKey: ['projects', project, 'items', 'candidates', search],
    queryFn: ({ signal }) =>
      client.items.list(project, { limit: MOST, ...(search !== '' && { search }) }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Items of the pool by a part of their name. */
export function PoolExamples({ project, ...choice }: Choice & { readonly project: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { data, error, refetch } = useQuery(candidatesQuery(project, search));
  return (
    <>
      <TextInput
        label={t('data.search')}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data === undefined && error === null && <ListLoading />}
      {data?.items.length === 0 && <Text c="dimmed">{t('data.none')}</Text>}
      {data !== undefined && (
        <Candidates
          {...choice}
          items={data.items.map((item) => ({
            name: item.name,
            preview: <ItemPreview project={project} item={item} />,
          }))}
        />
      )}
    </>
  );
}
