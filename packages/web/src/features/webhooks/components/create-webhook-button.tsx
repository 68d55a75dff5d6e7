import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { CreateWebhookForm } from './create-webhook-form';

/** Opens the form of a new webhook. */
export function CreateWebhookButton({ project }: { readonly project: string }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open}>{t('webhooks.create')}</Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('webhooks.create')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <CreateWebhookForm project={project} />
      </Modal>
    </>
  );
}
