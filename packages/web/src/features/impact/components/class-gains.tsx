import type { Impact } from '@alaas/client';
import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../overview/components/panel';
import { formatNumber } from '../../../lib/format';

/** Which classes the model finds better than at first. */
export function ClassGains({ rounds }: Pick<Impact, 'rounds'>) {
  const { t, i18n } = useTranslation();
  const number = (value: number): string => formatNumber(value, i18n.language);
  const measured = rounds.filter(({ classes }) => classes.length > 0);
  const first = measured[0];
  const last = measured.at(-1);
  return (
    <Panel title={t('impact.classes')} text={t('impact.classesText')}>
      {(first === undefined || last === undefined) && (
        <Text c="dimmed">{t('impact.notMeasured')}</Text>
      )}
      {first !== undefined && last !== undefined && (
        <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table horizontalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('impact.class')}</Table.Th>
                <Table.Th ta="right">{t('impact.items')}</Table.Th>
                <Table.Th ta="right">{t('impact.atFirst')}</Table.Th>
                <Table.Th ta="right">{t('impact.now')}</Table.Th>
                <Table.Th ta="right">{t('impact.change')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {last.classes.map(({ name, items, right }, c) => {
                const before = first.classes[c]?.right ?? 0;
                return (
                  <Table.Tr key={name}>
                    <Table.Th scope="row">{name}</Table.Th>
                    <Table.Td ta="right">{number(items)}</Table.Td>
                    <Table.Td ta="right">{number(before)}</Table.Td>
                    <Table.Td ta="right">{number(right)}</Table.Td>
                    <Table.Td ta="right">{signed(right - before, i18n.language)}</Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  );
}

function signed(value: number, language: string): string {
  return new Intl.NumberFormat(language, { signDisplay: 'exceptZero' }).format(value);
}
