import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** A secret that nobody can see again: copy it now. */
export function ShownOnce({
  title,
  text,
  secret,
}: {
  readonly title: string;
  readonly text: string;
  readonly secret: string;
}) {
  const { t } = useTranslation();
  return (
    <Alert color="teal" variant="light" icon={<IconKey aria-hidden />} title={title} role="status">
      <Text size="sm">{text}</Text>
      <Group mt="sm" gap="xs" wrap="nowrap">
        <Code className="wrap-anywhere" data-secret>
          {secret}
        </Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy} flex="none">
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}
