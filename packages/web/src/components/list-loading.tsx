import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** In place of a list that is on its way. */
export function ListLoading() {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t('common.loading')} gap="sm">
      <Skeleton height={92} radius="lg" />
      <Skeleton height={92} radius="lg" />
      <Skeleton height={92} radius="lg" />
    </Stack>
  );
}
