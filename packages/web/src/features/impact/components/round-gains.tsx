import type { Impact } from '@alaas/client';
import { Progress, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../overview/components/panel';
import { formatNumber, formatPercent, formatPoints } from '../../../lib/format';

const SHOWN = 12;

/** What each batch did to the model, latest first. */
export function RoundGains({ rounds }: Pick<Impact, 'rounds'>) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const measured = rounds.flatMap((round) =>
    round.value === null ? [] : [{ ...round, value: round.value }],
  );
  const rows = measured.map((round, i) => {
    const before = measured[i - 1];
    return { ...round, gain: before === undefined ? undefined : round.value - before.value };
  });
  return (
    <Panel title={t('impact.rounds')} text={t('impact.roundsText')}>
      {rows.length === 0 && <Text c="dimmed">{t('impact.notMeasured')}</Text>}
      {rows.length > 0 && (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">{t('impact.labels')}</Table.Th>
              <Table.Th w="50%">{t('impact.right')}</Table.Th>
              <Table.Th ta="right">{t('impact.gain')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows
              .slice(-SHOWN)
              .toReversed()
              .map(({ version, labels, value, gain }) => (
                <Table.Tr key={version}>
                  <Table.Td ta="right">{formatNumber(labels, language)}</Table.Td>
                  <Table.Td>
                    {formatPercent(value, language)}
                    <Progress value={100 * value} size="sm" mt={4} aria-hidden />
                  </Table.Td>
                  <Table.Td ta="right">
                    {gain === undefined ? '–' : formatPoints(gain, language)}
                  </Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
