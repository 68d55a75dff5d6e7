import type { WebhookEvent } from '@alaas/client';
import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { ShownOnce } from '../../../components/shown-once';
import { useSession } from '../../access/api/get-session';
import { useCreateWebhook } from '../api/create-webhook';
import { eventKey, EVENTS } from './events';

interface WebhookDraft {
  readonly url: string;
  readonly events: WebhookEvent[];
  readonly allowPrivate: boolean;
}

/** Where to and of what; then the secret of the signatures. */
export function CreateWebhookForm({ project }: { readonly project: string }) {
  const { t } = useTranslation();
  const { rights } = useSession();
  const create = useCreateWebhook(project);
  const form = useForm<WebhookDraft>({
    initialValues: { url: '', events: ['decision.needed'], allowPrivate: false },
    validate: {
      url: (url) => (isHttp(url) ? null : t('webhooks.urlNeeded')),
      events: (events) => (events.length === 0 ? t('webhooks.eventNeeded') : null),
    },
  });
  if (create.data !== undefined) {
    return (
      <ShownOnce
        title={t('webhooks.ready')}
        text={t('webhooks.readyText')}
        secret={create.data.secret}
      />
    );
  }
  return (
    <form noValidate onSubmit={form.onSubmit((draft) => create.mutate(draft))}>
      <Stack>
        <TextInput
          label={t('webhooks.url')}
          placeholder="https://"
          type="url"
          required
          data-autofocus
          {...form.getInputProps('url')}
        />
        <Checkbox.Group label={t('webhooks.events')} {...form.getInputProps('events')}>
          <Stack gap="xs" mt={4} mb={4}>
            {EVENTS.map((event) => (
              <Checkbox key={event} value={event} label={t(eventKey(event))} />
            ))}
          </Stack>
        </Checkbox.Group>
        {rights.includes('own') && (
          <Checkbox
            label={t('webhooks.allowPrivate')}
            description={t('webhooks.allowPrivateText')}
            {...form.getInputProps('allowPrivate', { type: 'checkbox' })}
          />
        )}
        <ProblemAlert error={create.error} />
        <Button type="submit" loading={create.isPending}>
          {t('webhooks.create')}
        </Button>
      </Stack>
    </form>
  );
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
