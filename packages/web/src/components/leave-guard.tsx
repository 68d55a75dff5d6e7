import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Asks before one leaves a page on which something would be lost. */
export function LeaveGuard({
  isNeeded,
  text,
}: {
  readonly isNeeded: boolean;
  /** What would be lost. */
  readonly text: string;
}) {
  const { t } = useTranslation();
  const { status, proceed, reset } = useBlocker({
    // Another view of the same page loses nothing.
    shouldBlockFn: ({ current, next }) => isNeeded && current.pathname !== next.pathname,
    enableBeforeUnload: isNeeded,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={t('leave.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text mb="lg">{text}</Text>
      <Group justify="flex-end">
        <Button variant="default" data-autofocus onClick={() => reset?.()}>
          {t('leave.stay')}
        </Button>
        <Button color="red.9" onClick={() => proceed?.()}>
          {t('leave.leave')}
        </Button>
      </Group>
    </Modal>
  );
}
