import type { Session } from '@alaas/client';
import { Container } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../components/button-link';
import { EmptyState } from '../../../components/empty-state';
import { useSession } from '../api/get-session';

/** Shows a page to those who have a right, and tells the others whom to ask. */
export function NeedsRight({
  right,
  children,
}: {
  readonly right: Session['rights'][number];
  readonly children: ReactNode;
}) {
  const { rights } = useSession();
  return rights.includes(right) ? children : <NoRight />;
}

function NoRight() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('problems.ACCESS_REFUSED')} · ALaaS`);
  return (
    <Container size="sm" py="xl">
      <EmptyState
        icon={IconLock}
        title={t('problems.ACCESS_REFUSED')}
        text={t('remedies.ACCESS_REFUSED')}
      >
        <ButtonLink to="/" mt="md">
          {t('notFound.back')}
        </ButtonLink>
      </EmptyState>
    </Container>
  );
}
