import type { Session } from '@alaas/client';
import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { ShownOnce } from '../../../components/shown-once';
import { useSession } from '../../access/api/get-session';
import { useCreateKey } from '../api/create-key';

const DAYS = [30, 90, 365];
const FOR_EVER = 'for-ever';

/** Name, rights and end of a key; then the key itself. */
export function CreateKeyForm() {
  const { t } = useTranslation();
  const { rights } = useSession();
  const create = useCreateKey();
  const form = useForm({
    initialValues: { name: '', days: '90', scopes: ['see'] as Session['rights'] },
    validate: {
      name: (name) => (name.trim() === '' ? t('keys.nameNeeded') : null),
      scopes: (scopes) => (scopes.length === 0 ? t('keys.scopeNeeded') : null),
    },
  });
  if (create.data !== undefined) {
    return (
      <ShownOnce title={t('keys.ready')} text={t('keys.readyText')} secret={create.data.key} />
    );
  }
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name, days, scopes }) =>
        create.mutate({
          name: name.trim(),
          scopes,
          days: days === FOR_EVER ? null : Number(days),
        }),
      )}
    >
      <Stack>
        <TextInput
          label={t('keys.name')}
          description={t('keys.nameText')}
          maxLength={100}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Checkbox.Group label={t('keys.scopes')} {...form.getInputProps('scopes')}>
          <Stack gap="xs" mt={4} mb={4}>
            {rights.map((right) => (
              <Checkbox key={right} value={right} label={t(`rights.${right}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NativeSelect
          label={t('keys.goodFor')}
          data={[
            ...DAYS.map((days) => ({
              value: `${days}`,
              label: t('common.days', { count: days }),
            })),
            { value: FOR_EVER, label: t('keys.forEver') },
          ]}
          {...form.getInputProps('days')}
        />
        <ProblemAlert error={create.error} />
        <Button type="submit" loading={create.isPending}>
          {t('keys.create')}
        </Button>
      </Stack>
    </form>
  );
}
