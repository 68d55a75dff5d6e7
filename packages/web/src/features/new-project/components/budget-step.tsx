import { Checkbox, NumberInput, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ProjectDraft } from './project-draft';

const MOST_PEOPLE = 20;

/** How many labels, how good is good enough, and who decides to stop. */
export function BudgetStep({ form }: { readonly form: UseFormReturnType<ProjectDraft> }) {
  const { t } = useTranslation();
  return (
    <Stack maw={420}>
      <NumberInput
        label={t('wizard.budget')}
        description={t('wizard.budgetText')}
        min={1}
        allowDecimal={false}
        required
        {...form.getInputProps('budget')}
      />
      <NumberInput
        label={t('wizard.target')}
        description={t('wizard.targetText')}
        min={0}
        max={100}
        suffix=" %"
        {...form.getInputProps('target')}
      />
      <NumberInput
        label={t('wizard.overlap')}
        description={t('wizard.overlapText')}
        min={1}
        max={MOST_PEOPLE}
        allowDecimal={false}
        {...form.getInputProps('overlap')}
      />
      <Checkbox
        label={t('wizard.asksPerson')}
        {...form.getInputProps('asksPerson', { type: 'checkbox' })}
      />
    </Stack>
  );
}
