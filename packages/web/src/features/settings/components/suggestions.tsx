import type { Project } from '@alaas/client';
import { Checkbox, NumberInput, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

type Value = Project['labelling']['suggestions'];

/** Whether people see what the model takes an item for, and of how many items they do not. */
export function Suggestions({
  value,
  isReadOnly = false,
  onChange,
}: {
  readonly value: Value;
  readonly isReadOnly?: boolean;
  readonly onChange: (value: Value) => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Checkbox
        label={t('suggestions.show')}
        description={t('suggestions.showText')}
        disabled={isReadOnly}
        checked={value.show}
        onChange={({ currentTarget }) => onChange({ ...value, show: currentTarget.checked })}
      />
      {value.show && (
        <NumberInput
          label={t('suggestions.blindShare')}
          description={t('suggestions.blindShareText')}
          min={0}
          max={100}
          suffix="%"
          allowDecimal={false}
          disabled={isReadOnly}
          value={Math.round(100 * value.blindShare)}
          onChange={(percent) => onChange({ ...value, blindShare: Number(percent) / 100 })}
        />
      )}
    </Stack>
  );
}
