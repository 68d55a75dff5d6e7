import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { CreateKeyForm } from './create-key-form';

/** Opens the form of a new key. */
export function CreateKeyButton() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open}>{t('keys.create')}</Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('keys.create')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <CreateKeyForm />
      </Modal>
    </>
  );
}
