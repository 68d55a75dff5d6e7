import { Button, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ConfirmDialog } from './confirm-dialog';

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
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button size="xs" variant="default" {...rest} onClick={open}>
        {children}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={children}
        question={question}
        onClose={close}
        onConfirm={onConfirm}
      />
    </>
  );
}
