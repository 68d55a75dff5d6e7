import type { WebhookDelivery, WebhookKey } from '@alaas/client';
import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../../components/list-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatTime } from '../../../lib/format';
import { useDeliveries } from '../api/list-deliveries';
import { useReplayDelivery } from '../api/replay-delivery';
import { eventKey } from './events';

const COLOURS = { waiting: 'yellow', delivered: 'teal', failed: 'red' } as const;

/** What a webhook was told, and what came of it. */
export function DeliveryLog({ webhook }: { readonly webhook: WebhookKey }) {
  const { t } = useTranslation();
  const query = useDeliveries(webhook);
  const deliveries = query.data?.pages.flatMap((page) => page.deliveries) ?? [];
  return (
    <Stack gap="sm" mt="md">
      {query.isPending && <ListLoading />}
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && deliveries.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('webhooks.noMessages')}
        </Text>
      )}
      {deliveries.map((delivery) => (
        <Delivery key={delivery.id} webhook={webhook} delivery={delivery} />
      ))}
      {query.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          mx="auto"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('common.more')}
        </Button>
      )}
    </Stack>
  );
}

function Delivery({
  webhook,
  delivery: { id, event, status, attempts, answer, error, createdAt, nextAt, body },
}: {
  readonly webhook: WebhookKey;
  readonly delivery: WebhookDelivery;
}) {
  const { t, i18n } = useTranslation();
  const replay = useReplayDelivery(webhook);
  const time = (iso: string): string => formatTime(iso, i18n.language);
  return (
    <div data-delivery={id}>
      <Group justify="space-between" gap="xs">
        <div className="wrap-anywhere">
          <Group gap="xs">
            <Badge variant="light" color={COLOURS[status]} autoContrast tt="none">
              {t(`webhooks.status.${status}`)}
            </Badge>
            <Text size="sm" fw={600}>
              {t(eventKey(event))}
            </Text>
          </Group>
          <Text size="sm" c="dimmed">
            {[
              time(createdAt),
              t('webhooks.attempts', { count: attempts }),
              ...(answer === null ? [] : [t('webhooks.answer', { status: answer })]),
              ...(nextAt === null ? [] : [t('webhooks.next', { time: time(nextAt) })]),
            ].join(' · ')}
          </Text>
          {error !== null && (
            <Text size="sm" lang="en">
              {error}
            </Text>
          )}
        </div>
        <Button
          size="xs"
          variant="default"
          loading={replay.isPending}
          onClick={() => replay.mutate(id)}
        >
          {t('webhooks.again')}
        </Button>
      </Group>
      <details>
        <Text component="summary" size="sm">
          {t('webhooks.body')}
        </Text>
        <Code block tabIndex={0}>
          {body}
        </Code>
      </details>
      <ProblemAlert error={replay.error} />
    </div>
  );
}
