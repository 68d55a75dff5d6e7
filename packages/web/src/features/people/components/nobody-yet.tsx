import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state';

/** Before the first owner has joined, this computer may do everything. */
export function NobodyYet() {
  const { t } = useTranslation();
  return <EmptyState icon={IconUsers} title={t('people.none')} text={t('people.noneText')} />;
}
