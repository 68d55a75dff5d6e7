import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** YAML to look at and to copy. */
export function YamlBlock({
  yaml,
  title,
}: {
  readonly yaml: string;
  readonly title?: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {title}
        </Text>
        <CopyButton value={yaml}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block data-yaml tabIndex={0}>
        {yaml}
      </Code>
    </Stack>
  );
}
