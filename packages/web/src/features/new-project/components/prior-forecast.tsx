import type { PriorForecast as Forecast } from '@alaas/client';
import { Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatDuration, formatNumber, formatPercent, formatTick } from '../../../lib/format';
import { usePriorForecast } from '../api/prior-forecast';
import classes from './prior-forecast.module.css';
import { classNames, costOf, type ProjectDraft } from './project-draft';

const SECONDS_OF_AN_HOUR = 3_600;

/** What the budget can be expected to buy, marked as a guess from other data. */
export function PriorForecast({ draft }: { readonly draft: ProjectDraft }) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePriorForecast(draft);
  return (
    <Stack component="section" gap="xs" aria-labelledby="expected">
      <Title order={2} size="h4" id="expected">
        {t('wizard.expected')}
      </Title>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data !== undefined && <Expected draft={draft} forecast={data} />}
      {data === undefined && error === null && (
        <Skeleton height={160} role="status" aria-label={t('common.loading')} />
      )}
    </Stack>
  );
}

interface ExpectedProps {
  readonly draft: ProjectDraft;
  readonly forecast: Forecast;
}

function Expected({ draft, forecast }: ExpectedProps) {
  const { t, i18n } = useTranslation();
  const { target, holdout } = forecast;
  const kind = holdout.bought ? 'Bought' : holdout.items > 0 ? 'Given' : 'None';
  const items = formatNumber(holdout.items, i18n.language);
  return (
    <>
      <Text size="sm">{t('wizard.expectedText', { classes: classNames(draft).length })}</Text>
      <ForecastTable draft={draft} forecast={forecast} />
      {target !== null && <TargetLine target={target} />}
      <Text size="sm">{t(`wizard.holdout${kind}`, { items })}</Text>
      <Text size="sm" c="dimmed">
        {t('wizard.fitLater')}
      </Text>
    </>
  );
}

function ForecastTable({ draft, forecast: { forecasts } }: ExpectedProps) {
  const { t, i18n } = useTranslation();
  const share = (value: number): string => formatPercent(value, i18n.language);
  const one = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const hasPrice = draft.pricePerLabel > 0;
  return (
    <Table.ScrollContainer
      minWidth={440}
      maw={720}
      tabIndex={0}
      role="group"
      aria-label={t('wizard.expectedTable')}
    >
      <Table captionSide="top">
        <Table.Caption ta="left">{t('wizard.expectedTable')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('wizard.expectedLabels')}</Table.Th>
            <Table.Th colSpan={2}>{t('wizard.expectedBand')}</Table.Th>
            <Table.Th>{t('wizard.expectedMiddle')}</Table.Th>
            <Table.Th>{t('wizard.expectedTime')}</Table.Th>
            {hasPrice && <Table.Th>{t('wizard.expectedMoney')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {forecasts.map(({ labels, p10, p50, p90 }) => (
            <Table.Tr key={labels}>
              <Table.Th scope="row">{formatNumber(labels, i18n.language)}</Table.Th>
              <Table.Td aria-hidden>
                <div className={classes.track}>
                  <div
                    className={classes.band}
                    data-band
                    style={{ left: `${100 * p10}%`, width: `${100 * (p90 - p10)}%` }}
                  />
                  <div className={classes.middle} style={{ left: `${100 * p50}%` }} />
                </div>
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {t('wizard.expectedFrom', { low: share(p10), high: share(p90) })}
              </Table.Td>
              <Table.Td>{share(p50)}</Table.Td>
              <Table.Td>
                {formatDuration(SECONDS_OF_AN_HOUR * costOf(draft, labels).hours, i18n.language)}
              </Table.Td>
              {hasPrice && <Table.Td>{one.format(costOf(draft, labels).money)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function TargetLine({ target }: { readonly target: NonNullable<Forecast['target']> }) {
  const { t, i18n } = useTranslation();
  const { p10, p50, p90 } = target;
  const words = {
    target: formatTick(target.target, i18n.language),
    missed: formatPercent(target.probabilityUnreachable, i18n.language),
  };
  const number = (value: number): string => formatNumber(value, i18n.language);
  if (p50 === null) return <Text size="sm">{t('wizard.targetFar', words)}</Text>;
  const range = { ...words, low: number(p10 ?? p50), middle: number(p50) };
  return (
    <Text size="sm">
      {p90 === null
        ? t('wizard.targetOpen', range)
        : t('wizard.targetAt', { ...range, high: number(p90) })}
    </Text>
  );
}
