import type { ApiKey } from '@alaas/client';
import { Badge, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../../components/confirm-button';
import { Entry } from '../../../components/entry-list';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatDate } from '../../../lib/format';
import { useRevokeKey } from '../api/revoke-key';

/** One key: whose, what it may, until when. */
export function KeyEntry({
  apiKey: { id, name, user, scopes, createdAt, expiresAt, revokedAt },
}: {
  readonly apiKey: ApiKey;
}) {
  const { t, i18n } = useTranslation();
  const revoke = useRevokeKey();
  const date = (iso: string): string => formatDate(iso, i18n.language);
  const isOver = expiresAt !== null && new Date(expiresAt) <= new Date();
  const until =
    expiresAt === null
      ? t('keys.forEver')
      : t(isOver ? 'keys.ended' : 'keys.until', { date: date(expiresAt) });
  return (
    <Entry
      title={name}
      text={`${user} · ${t('keys.made', { date: date(createdAt) })} · ${
        revokedAt === null ? until : t('keys.revoked', { date: date(revokedAt) })
      }`}
      actions={
        revokedAt === null &&
        !isOver && (
          <ConfirmButton
            loading={revoke.isPending}
            question={t('keys.revokeText', { name })}
            onConfirm={() => revoke.mutate(id)}
          >
            {t('keys.revoke')}
          </ConfirmButton>
        )
      }
    >
      <Group gap={6} mt="xs">
        {scopes.map((scope) => (
          <Badge key={scope} variant="light" color="gray" autoContrast tt="none">
            {t(`rights.${scope}`)}
          </Badge>
        ))}
      </Group>
      <ProblemAlert error={revoke.error} />
    </Entry>
  );
}
