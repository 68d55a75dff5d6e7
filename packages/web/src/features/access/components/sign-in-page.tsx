import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { useSignIn } from '../api/sign-in';
import { Entrance } from './entrance';

const route = getRouteApi('/sign-in');

/** Name and password, then back to where one wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { next = '/', ended = false } = route.useSearch();
  const signIn = useSignIn();
  const form = useForm({ mode: 'uncontrolled', initialValues: { name: '', password: '' } });
  return (
    <Entrance title={t('access.signIn')} text={t('access.signInText')}>
      <form
        onSubmit={form.onSubmit((values) =>
          signIn.mutate(values, { onSuccess: () => router.history.push(next) }),
        )}
      >
        <Stack>
          {ended && (
            <Alert color="accent" variant="light" role="status" title={t('access.ended')}>
              <Text size="sm">{t('access.endedText')}</Text>
            </Alert>
          )}
          <TextInput
            label={t('access.name')}
            autoComplete="username"
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <PasswordInput
            label={t('access.password')}
            autoComplete="current-password"
            required
            {...form.getInputProps('password')}
          />
          <ProblemAlert error={signIn.error} />
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {t('access.signIn')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
