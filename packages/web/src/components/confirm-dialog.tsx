import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks before something is done that cannot be taken back. */
export function ConfirmDialog({
  opened,
  title,
  question,
  onClose,
  onConfirm,
}: {
  readonly opened: boolean;
  /** What would be done; the button has it too. */
  readonly title: ReactNode;
  /** What comes of it. */
  readonly question: string;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text mb="lg">{question}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          color="red.9"
          data-autofocus
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {title}
        </Button>
      </Group>
    </Modal>
  );
}
