import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatNumber } from '../../../lib/format';
import { useDataFinding } from '../../new-project/api/inspect-data';
import { Panel } from '../../overview/components/panel';
import { useAddItems } from '../api/add-items';
import { JobView } from './job-view';
import { SourceChoice } from './source-choice';

/** New items for a project that is under way. */
export function ItemsPanel({
  project,
  areVectors,
}: {
  readonly project: string;
  readonly areVectors: boolean;
}) {
  const { t } = useTranslation();
  const add = useAddItems(project);
  const [data, setData] = useState('');
  const [namePrefix, setNamePrefix] = useState('');
  const choose = (chosen: string): void => {
    add.reset();
    setData(chosen);
  };
  return (
    <Panel title={t('additions.items')} text={t('additions.itemsText')}>
      <Stack gap="md">
        <SourceChoice onChosen={choose} />
        {data !== '' && <Found data={data} />}
        {areVectors && (
          <TextInput
            label={t('additions.prefix')}
            description={t('additions.prefixText')}
            value={namePrefix}
            onChange={({ currentTarget }) => setNamePrefix(currentTarget.value)}
          />
        )}
        <ProblemAlert error={add.error} />
        {add.data === undefined ? (
          <Group>
            <Button
              disabled={data === ''}
              loading={add.isPending}
              onClick={() => add.mutate({ data, namePrefix })}
            >
              {t('additions.addItems')}
            </Button>
          </Group>
        ) : (
          <JobView job={add.data.id} name={t('additions.items')} project={project} />
        )}
      </Stack>
    </Panel>
  );
}

/** What the server found there, before anything is added. */
function Found({ data }: { readonly data: string }) {
  const { t, i18n } = useTranslation();
  const { data: found, error, isFetching, refetch } = useDataFinding(data);
  if (isFetching) return <Skeleton height={24} role="status" aria-label={t('common.loading')} />;
  if (error !== null) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const items = found?.items ?? null;
  if (items === null) return null;
  return (
    <Text size="sm" role="status">
      {t('wizard.foundItems', { count: items, shown: formatNumber(items, i18n.language) })}
    </Text>
  );
}
