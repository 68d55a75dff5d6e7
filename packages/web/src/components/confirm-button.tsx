import { Button, Group, Modal, Text, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

/** A button for what cannot be taken back: it asks first. */
export function ConfirmButton({
  children,
  question,
  onConfirm,
  ...rest
}: Pick<ButtonProps, 'children' | 'loading' | 'size'> & {
  /** What comes of it. */
  readonly question: string;
  readonly onConfirm: () => void;
}) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" {...rest} onClick={open}>
        {children}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={children}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Text mb="lg">{question}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button
            color="red.9"
            data-autofocus
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {children}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
