import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ProjectDraft } from './project-draft';

/** What is labelled, and where it lies. */
export function DataStep({ form }: { readonly form: UseFormReturnType<ProjectDraft> }) {
  const { t } = useTranslation();
  return (
    <Stack maw={560}>
      <TextInput label={t('wizard.name')} required {...form.getInputProps('name')} />
      <div>
        <Text size="sm" fw={500} mb={4} id="task">
          {t('wizard.task')}
        </Text>
        <SegmentedControl
          aria-labelledby="task"
          data={[
            { value: 'image', label: t('wizard.images') },
            { value: 'text', label: t('wizard.texts') },
          ]}
          {...form.getInputProps('task')}
        />
      </div>
      <TextInput
        label={t('wizard.data')}
        description={t(form.values.task === 'image' ? 'wizard.dataOfImages' : 'wizard.dataOfTexts')}
        required
        {...form.getInputProps('data')}
      />
    </Stack>
  );
}
