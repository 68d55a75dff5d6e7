import { Container, Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** In place of a page that is on its way. */
export function PageLoading() {
  const { t } = useTranslation();
  return (
    <Container size="lg" py="xl" role="status" aria-label={t('common.loading')}>
      <Stack>
        <Skeleton height={32} width={240} />
        <Skeleton height={96} />
        <Skeleton height={96} />
      </Stack>
    </Container>
  );
}
