import type { Webhook } from '@alaas/client';
import { Badge, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../../components/confirm-button';
import { Entry } from '../../../components/entry-list';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatDate } from '../../../lib/format';
import { useRemoveWebhook } from '../api/remove-webhook';
import { DeliveryLog } from './delivery-log';
import { eventKey } from './events';

/** One webhook: where to, of what, and what it was told. */
export function WebhookEntry({
  project,
  webhook: { id, url, events, allowPrivate, createdBy, createdAt },
}: {
  readonly project: string;
  readonly webhook: Webhook;
}) {
  const { t, i18n } = useTranslation();
  const logId = useId();
  const [opened, { toggle }] = useDisclosure();
  const remove = useRemoveWebhook();
  const key = { project, webhook: id };
  return (
    <Entry
      title={url}
      text={t('webhooks.madeBy', { user: createdBy, date: formatDate(createdAt, i18n.language) })}
      actions={
        <>
          <Button
            size="xs"
            variant="default"
            aria-expanded={opened}
            aria-controls={logId}
            onClick={toggle}
          >
            {t('webhooks.messages')}
          </Button>
          <ConfirmButton
            loading={remove.isPending}
            question={t('webhooks.removeText', { url })}
            onConfirm={() => remove.mutate(key)}
          >
            {t('webhooks.remove')}
          </ConfirmButton>
        </>
      }
    >
      <Group gap={6} mt="xs">
        {events.map((event) => (
          <Badge key={event} variant="light" color="gray" autoContrast tt="none">
            {t(eventKey(event))}
          </Badge>
        ))}
        {allowPrivate && (
          <Badge variant="light" color="yellow" autoContrast tt="none">
            {t('webhooks.private')}
          </Badge>
        )}
      </Group>
      <ProblemAlert error={remove.error} />
      <div id={logId}>{opened && <DeliveryLog webhook={key} />}</div>
    </Entry>
  );
}
