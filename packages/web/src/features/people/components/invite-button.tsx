import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { InviteForm } from './invite-form';

/** Opens the form of an invitation. */
export function InviteButton({ project }: { readonly project?: string | undefined }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open}>{t('people.invite')}</Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('people.invite')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <InviteForm project={project} />
      </Modal>
    </>
  );
}
