import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stringify } from 'yaml';
import { YamlBlock } from '../../../components/yaml-block';
import { toRequest, type ProjectDraft } from './project-draft';

/** All that was chosen, as the YAML that a program would send; and what happens next. */
export function ReviewStep({ draft }: { readonly draft: ProjectDraft }) {
  const { t } = useTranslation();
  const { config } = toRequest(draft);
  return (
    <Stack>
      <Text>{t('wizard.whatHappens', { budget: draft.budget, count: draft.overlap })}</Text>
      <YamlBlock title={t('wizard.yaml')} yaml={stringify(config)} />
    </Stack>
  );
}
