import { Stack, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ProjectDraft } from './project-draft';

/** The classes with their definitions, and what annotators should know. */
export function ClassesStep({ form }: { readonly form: UseFormReturnType<ProjectDraft> }) {
  const { t } = useTranslation();
  return (
    <Stack maw={560}>
      <Textarea
        label={t('wizard.classes')}
        description={t('wizard.classesText')}
        placeholder={t('wizard.classesExample')}
        autosize
        minRows={5}
        required
        {...form.getInputProps('classes')}
      />
      <Textarea
        label={t('wizard.guidelines')}
        description={t('wizard.guidelinesText')}
        autosize
        minRows={3}
        {...form.getInputProps('guidelines')}
      />
    </Stack>
  );
}
