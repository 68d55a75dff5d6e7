import { Container } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconMapSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../components/button-link';
import { EmptyState } from '../components/empty-state';

/** For an address at which there is nothing. */
export function NotFoundPage() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('notFound.title')} · ALaaS`);
  return (
    <Container component="main" size="sm" py="xl">
      <EmptyState icon={IconMapSearch} title={t('notFound.title')} text={t('notFound.text')}>
        <ButtonLink to="/" mt="md">
          {t('notFound.back')}
        </ButtonLink>
      </EmptyState>
    </Container>
  );
}
