import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stringify } from 'yaml';
import { toRequest, type ProjectDraft } from './project-draft';

/** All that was chosen, as the YAML that a program would send; and what happens next. */
export function ReviewStep({ draft }: { readonly draft: ProjectDraft }) {
  const { t } = useTranslation();
  const { config } = toRequest(draft);
  const yaml = stringify(config);
  return (
    <Stack>
      <Text>{t('wizard.whatHappens', { budget: draft.budget, count: draft.overlap })}</Text>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('wizard.yaml')}
        </Text>
        <CopyButton value={yaml}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {t(copied ? 'wizard.copied' : 'wizard.copy')}
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
