import type { Assignment } from '@alaas/client';
import { Center, Loader, Stack, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { useContent } from '../api/get-content';
import { ImageView } from './image-view';
import classes from './labelling-page.module.css';
import { TextView } from './text-view';

/** An item, as large as there is room; one that is not shown is laid out all the same. */
export const ItemView = memo(function ItemView({
  project,
  item,
  isShown,
}: {
  readonly project: string;
  readonly item: Assignment;
  readonly isShown: boolean;
}) {
  return (
    <div className={classes.item} data-item={isShown ? item.item : undefined}>
      <ItemContent project={project} item={item} />
    </div>
  );
});

const ItemContent = memo(function ItemContent({
  project,
  item,
}: {
  readonly project: string;
  readonly item: Assignment;
}) {
  const { data, error, refetch } = useContent(project, item);
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
});
