import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../../components/button-link';
import { ProblemAlert } from '../../../components/problem-alert';
import { useJoin } from '../api/join';
import { Entrance } from './entrance';

const NAME = /^[\w.@+-]{1,100}$/;
const PASSWORD_CHARACTERS = 10;
/** A shorter one was cut off: the server takes none. */
const TOKEN_CHARACTERS = 10;

/** Where the link of an invitation leads. */
export function JoinPage() {
  const { t } = useTranslation();
  const token = tokenOf(globalThis.location.hash);
  if (token === '') {
    return (
      <Entrance title={t('access.linkNeeded')} text={t('access.linkNeededText')}>
        <ButtonLink to="/sign-in">{t('access.signIn')}</ButtonLink>
      </Entrance>
    );
  }
  if (token.length < TOKEN_CHARACTERS) {
    return <Entrance title={t('access.linkCut')} text={t('access.linkCutText')} />;
  }
  return <JoinForm token={token} />;
}

function JoinForm({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  const join = useJoin();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', password: '' },
    validate: {
      name: (name) => (NAME.test(name) ? null : t('access.nameRule')),
      password: (password) =>
        password.length >= PASSWORD_CHARACTERS
          ? null
          : t('access.passwordRule', { count: PASSWORD_CHARACTERS }),
    },
  });
  const submit = (values: { readonly name: string; readonly password: string }) =>
    join.mutate(
      { token, ...values },
      {
        onSuccess: () => router.history.push('/'),
      },
    );
  return (
    <Entrance title={t('access.join')} text={t('access.joinText')}>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack>
          <TextInput
            label={t('access.name')}
            autoComplete="username"
            required
            {...form.getInputProps('name')}
          />
          <PasswordInput
            label={t('access.newPassword')}
            description={t('access.passwordRule', { count: PASSWORD_CHARACTERS })}
            autoComplete="new-password"
            required
            {...form.getInputProps('password')}
          />
          <ProblemAlert error={join.error} />
          <Button type="submit" loading={join.isPending} fullWidth>
            {t('access.join')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

/** It comes after the `#`, so that no server or proxy writes it into its log. */
function tokenOf(hash: string): string {
  return new URLSearchParams(hash.slice(1)).get('token') ?? '';
}
