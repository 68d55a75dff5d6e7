import type { Assignment } from '@alaas/client';
import { Center, Loader, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import type { Content } from '../api/get-content';
import { ImageView } from './image-view';
import classes from './labelling-page.module.css';
import { TextView } from './text-view';

/** The item itself, as large as there is room. */
export function ItemView({
  item,
  content,
}: {
  readonly item: Assignment;
  readonly content: UseQueryResult<Content>;
}) {
  return (
    <div className={`surface ${classes.stage}`} data-item={item.item}>
      <ItemContent item={item} content={content} />
    </div>
  );
}

function ItemContent({ item, content: { data, error, refetch } }: Parameters<typeof ItemView>[0]) {
  const { t } = useTranslation();
  if (error !== null) {
    return (
      <Center m="auto" p="md" maw={480}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Center>
    );
  }
  if (data === undefined) return <Loader m="auto" role="status" aria-label={t('common.loading')} />;
  switch (data.kind) {
    case 'image':
      return <ImageView image={data} name={t('label.imageOf', { item: item.item })} />;
    case 'text':
      return <TextView text={data.text} name={item.item} />;
    case 'vectors':
      return (
        <Stack m="auto" align="center" gap={4} p="xl">
          <Text fw={650} size="xl">
            {item.item}
          </Text>
          <Text c="dimmed" ta="center">
            {t('label.nothingToSee')}
          </Text>
        </Stack>
      );
  }
}
