import type { DataExamination } from '@alaas/client';
import { Alert, Button, Group, List, Loader, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatNumber, formatPercent } from '../../../lib/format';
import { useExamination } from '../api/examine-data';
import type { ProjectDraft } from './project-draft';

/** What can be found in data; others are told as the server puts them. */
const MEASURES = [
  'all-alike',
  'copies',
  'few-items',
  'label-noise',
  'labels',
  'near-duplicates',
  'off-topic',
  'profile',
  'scarce-classes',
  'signal',
  'skew',
  'unreadable',
] as const;

const COLOURS = {
  go: 'teal',
  'go-with-care': 'yellow',
  'do-not-rely-on-the-forecast': 'red',
} as const;

/** Whether the data suit, from a sample of them; nobody has to wait for it. */
export function DataFit({ draft }: { readonly draft: ProjectDraft }) {
  const { t, i18n } = useTranslation();
  const queryClient = useQueryClient();
  const { found, error, isWorking, read, key, refetch } = useExamination(draft);
  return (
    <Stack component="section" gap="xs" aria-labelledby="fit">
      <Title order={2} size="h4" id="fit">
        {t('fit.title')}
      </Title>
      {isWorking && (
        <Group gap="sm">
          <Loader size="xs" aria-hidden />
          <Text size="sm" role="status">
            {t('fit.working', { done: formatNumber(read, i18n.language) })}
          </Text>
          <Button
            size="xs"
            variant="default"
            onClick={() => void queryClient.cancelQueries({ queryKey: key })}
          >
            {t('common.cancel')}
          </Button>
        </Group>
      )}
      {!isWorking && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {found !== undefined && <Found found={found} />}
      {found === undefined && error === null && !isWorking && (
        <Group gap="sm">
          <Text size="sm">{t('fit.cancelled')}</Text>
          <Button size="xs" variant="default" onClick={() => void refetch()}>
            {t('fit.again')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Found({ found }: { readonly found: DataExamination }) {
  const { t, i18n } = useTranslation();
  const { verdict, reasons, items, nearDuplicates, signal, unreadable } = found;
  const number = (value: number): string => formatNumber(value, i18n.language);
  const share = (value: number): string => formatPercent(value, i18n.language);
  return (
    <>
      <Alert
        color={COLOURS[verdict]}
        variant="light"
        role="status"
        title={t(`fit.verdict.${verdict}`)}
      >
        {reasons.length > 0 && (
          <List size="sm" spacing={4}>
            {reasons.map((reason) => (
              <List.Item key={reason.measure}>
                <ReasonText reason={reason} />
              </List.Item>
            ))}
          </List>
        )}
      </Alert>
      <Text size="sm">
        {t('fit.looked', { looked: number(items.looked), listed: number(items.listed) })}{' '}
        {t('fit.unreadable', {
          unreadable: number(items.unreadable),
          copies: number(items.copies),
        })}{' '}
        {nearDuplicates !== null && t('fit.twins', { share: share(nearDuplicates) })}
      </Text>
      <Text size="sm">
        {signal === null
          ? t('fit.noLabels')
          : t('fit.signal', {
              labelled: number(items.labelled),
              right: share(signal.right),
              majority: share(signal.majority),
            })}
      </Text>
      {unreadable.length > 0 && (
        <List size="sm" className="wrap-anywhere">
          {unreadable.map(({ item, reason }) => (
            <List.Item key={item}>
              {item}: {reason}
            </List.Item>
          ))}
        </List>
      )}
    </>
  );
}

function ReasonText({ reason }: { readonly reason: DataExamination['reasons'][number] }) {
  const { t } = useTranslation();
  const measure = MEASURES.find((one) => one === reason.measure);
  return measure === undefined ? `${reason.text} ${reason.advice}` : t(`fit.measure.${measure}`);
}
