import { Skeleton, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { formatNumber, formatPercent } from '../../../lib/format';
import { Panel } from '../../overview/components/panel';
import { useLatestStages } from '../api/get-latest-stages';

/** How fast each stage was when items were last encoded for a selection. */
export function StagesPanel() {
  const { t, i18n } = useTranslation();
  const { data: stages, error, isPending } = useLatestStages();
  return (
    <Panel title={t('system.stages')} text={t('system.stagesText')}>
      <ProblemAlert error={error} />
      {isPending && <Skeleton height={80} role="status" aria-label={t('common.loading')} />}
      {stages?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('system.noStages')}
        </Text>
      )}
      {stages !== undefined && stages.length > 0 && (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('system.stage')}</Table.Th>
              <Table.Th ta="right">{t('system.items')}</Table.Th>
              <Table.Th ta="right">{t('system.perSecond')}</Table.Th>
              <Table.Th ta="right">{t('system.busy')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {stages.map(({ name, items, seconds, busy }) => (
              <Table.Tr key={name}>
                <Table.Td lang="en">{name}</Table.Td>
                <Table.Td ta="right">{formatNumber(items, i18n.language)}</Table.Td>
                <Table.Td ta="right">
                  {seconds > 0 ? formatNumber(items / seconds, i18n.language) : '–'}
                </Table.Td>
                <Table.Td ta="right">{formatPercent(busy, i18n.language)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
