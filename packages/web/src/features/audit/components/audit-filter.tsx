import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ACTIONS } from './actions';

/** Everything. */
export const NO_FILTER = { actor: '', action: '', target: '' };

/** Looks for changes of a person, of a kind, or to one thing. */
export function AuditFilter({
  onChange,
}: {
  readonly onChange: (filter: typeof NO_FILTER) => void;
}) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: NO_FILTER });
  return (
    <form
      role="search"
      onSubmit={form.onSubmit(({ actor, action, target }) =>
        onChange({ actor: actor.trim(), action, target: target.trim() }),
      )}
    >
      <Group align="flex-end" gap="sm">
        <TextInput label={t('audit.actor')} {...form.getInputProps('actor')} />
        <NativeSelect
          label={t('audit.what')}
          data={[
            { value: '', label: t('audit.everything') },
            ...ACTIONS.map((action) => ({ value: action, label: t(`audit.action.${action}`) })),
          ]}
          {...form.getInputProps('action')}
        />
        <TextInput label={t('audit.target')} {...form.getInputProps('target')} />
        <Button type="submit" variant="default">
          {t('audit.search')}
        </Button>
        <Button
          variant="subtle"
          onClick={() => {
            form.reset();
            onChange(NO_FILTER);
          }}
        >
          {t('audit.clear')}
        </Button>
      </Group>
    </form>
  );
}
