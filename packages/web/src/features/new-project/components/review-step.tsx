import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stringify } from 'yaml';
import { YamlBlock } from '../../../components/yaml-block';
import { formatNumber } from '../../../lib/format';
import { PriorForecast } from './prior-forecast';
import { budgetLabels, classNames, costOf, toRequest, type ProjectDraft } from './project-draft';

/** What happens next, what it costs, what to expect of it, and the YAML that a program would send. */
export function ReviewStep({ draft }: { readonly draft: ProjectDraft }) {
  const { t, i18n } = useTranslation();
  const number = (value: number): string => formatNumber(value, i18n.language);
  const one = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const labels = budgetLabels(draft);
  const { hours, money } = costOf(draft);
  const rows = [
    [t('wizard.classes'), classNames(draft).join(', ')],
    [t('wizard.mostItems'), number(labels)],
    [t('wizard.mostAnswers'), number(labels * draft.overlap)],
    [t('wizard.mostHours'), one.format(hours)],
    ...(money > 0 ? [[t('wizard.mostMoney'), one.format(money)] as const] : []),
    [t('wizard.target'), draft.target > 0 ? `${one.format(draft.target)} %` : t('wizard.noTarget')],
  ] as const;
  return (
    <Stack>
      <Text>{t('wizard.whatHappens', { budget: number(labels), count: draft.overlap })}</Text>
      <Text>{t(draft.asksPerson ? 'wizard.stopAsks' : 'wizard.stopItself')}</Text>
      <Table maw={560}>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {name}
              </Table.Th>
              <Table.Td ta="right" fw={600} className="wrap-anywhere">
                {value}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <PriorForecast draft={draft} />
      <YamlBlock title={t('wizard.yaml')} yaml={stringify(toRequest(draft).config)} />
    </Stack>
  );
}
