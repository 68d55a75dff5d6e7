import { Checkbox, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../lib/format';
import { BUDGET_UNITS, budgetLabels, type ProjectDraft } from './project-draft';

const MOST_PEOPLE = 20;

/** How much, how good is good enough, who decides to stop, and what it is measured on. */
export function BudgetStep({ form }: { readonly form: UseFormReturnType<ProjectDraft> }) {
  const { t, i18n } = useTranslation();
  const count = budgetLabels(form.values);
  return (
    <Stack maw={480}>
      <Group align="flex-end" gap="sm" grow>
        <NumberInput
          label={t('wizard.budget')}
          min={0}
          required
          {...form.getInputProps('budget')}
        />
        <NativeSelect
          label={t('wizard.unit')}
          data={BUDGET_UNITS.map((value) => ({ value, label: t(`wizard.unitOf.${value}`) }))}
          {...form.getInputProps('unit')}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {t('wizard.budgetText', {
          count,
          shown: formatNumber(count, i18n.language),
        })}
      </Text>
      <Group align="flex-end" gap="sm" grow>
        <NumberInput
          label={t('wizard.secondsPerLabel')}
          min={1}
          max={86_400}
          {...form.getInputProps('secondsPerLabel')}
        />
        <NumberInput
          label={t('wizard.pricePerLabel')}
          min={0}
          step={0.01}
          {...form.getInputProps('pricePerLabel')}
        />
      </Group>
      <NumberInput
        label={t('wizard.overlap')}
        description={t('wizard.overlapText')}
        min={1}
        max={MOST_PEOPLE}
        allowDecimal={false}
        {...form.getInputProps('overlap')}
      />
      <NumberInput
        label={t('wizard.target')}
        description={t('wizard.targetText')}
        min={0}
        max={100}
        suffix="%"
        {...form.getInputProps('target')}
      />
      <Checkbox
        label={t('wizard.asksPerson')}
        {...form.getInputProps('asksPerson', { type: 'checkbox' })}
      />
      <TextInput
        label={t('wizard.test')}
        description={t('wizard.testText')}
        {...form.getInputProps('test')}
      />
      {form.values.test.trim() !== '' && (
        <TextInput
          label={t('wizard.testLabels')}
          description={t('wizard.testLabelsText')}
          required
          {...form.getInputProps('testLabels')}
        />
      )}
    </Stack>
  );
}
