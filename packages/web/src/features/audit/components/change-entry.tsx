import type { AuditPage } from '@alaas/client';
import { Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Entry } from '../../../components/entry-list';
import { formatTime } from '../../../lib/format';
import { isKnownAction } from './actions';

/** One change: who did what to what, when, and with what in detail. */
export function ChangeEntry({
  change: { at, actor, action, target, details },
}: {
  readonly change: AuditPage['entries'][number];
}) {
  const { t, i18n } = useTranslation();
  return (
    <Entry
      title={isKnownAction(action) ? t(`audit.action.${action}`) : action}
      text={
        <>
          {actor} · <time dateTime={at}>{formatTime(at, i18n.language)}</time> · {target}
        </>
      }
    >
      {Object.keys(details).length > 0 && (
        <details>
          <Text component="summary" size="sm" mt={4}>
            {t('audit.details')}
          </Text>
          <Code block mt={4} tabIndex={0}>
            {JSON.stringify(details, undefined, 2)}
          </Code>
        </details>
      )}
    </Entry>
  );
}
