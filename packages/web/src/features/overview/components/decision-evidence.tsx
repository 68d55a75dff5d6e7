import type { RunDecision } from '@alaas/client';
import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../../../lib/format';
import { evidenceFigure } from './decision-text';

/** What a decision rests on, folded up. */
export function DecisionEvidence({ decision }: { readonly decision: RunDecision }) {
  const { t, i18n } = useTranslation();
  const { evidence, probabilityWrong, priceOfWaitingLabels } = decision;
  return (
    <details>
      <Text component="summary" size="sm">
        {t('overview.evidence')}
        {probabilityWrong !== null &&
          ` · ${t('overview.wrong', { share: formatPercent(probabilityWrong, i18n.language) })}`}
        {` · ${t('overview.price', { count: priceOfWaitingLabels })}`}
      </Text>
      <Table mt="xs" maw={520}>
        <Table.Tbody>
          {Object.entries(evidence).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td>
                {t(`decision.figure.${name}` as 'decision.figure.target', { defaultValue: name })}
              </Table.Td>
              <Table.Td ta="right">{evidenceFigure(name, value, i18n.language)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}
