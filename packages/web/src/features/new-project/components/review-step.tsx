import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stringify } from 'yaml';
import { YamlBlock } from '../../../components/yaml-block';
import { formatNumber, formatTick } from '../../../lib/format';
import { usePriorForecast } from '../api/prior-forecast';
import { DataFit } from './data-fit';
import { PriorForecast } from './prior-forecast';
import { budgetLabels, classNames, costOf, toRequest, type ProjectDraft } from './project-draft';

/** What happens next, what it costs, what to expect of it, and the YAML that a program would send. */
export function ReviewStep({ draft }: { readonly draft: ProjectDraft }) {
  const { t, i18n } = useTranslation();
  const number = (value: number): string => formatNumber(value, i18n.language);
  const one = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const labels = budgetLabels(draft);
  const { hours, money } = costOf(draft);
  const { data: expected } = usePriorForecast(draft);
  // Undefined while it is not known: nothing is promised before.
  const isMeasured = expected && expected.holdout.items > 0;
  const percent = formatTick(draft.target / 100, i18n.language);
  const target =
    draft.target === 0
      ? t('wizard.noTarget')
      : isMeasured === false
        ? t('wizard.targetUnmeasured', { target: percent })
        : percent;
  const rows = [
    [t('wizard.classes'), classNames(draft).join(', ')],
    [t('wizard.mostItems'), number(labels)],
    [t('wizard.mostAnswers'), number(labels * draft.overlap)],
    [t('wizard.mostHours'), one.format(hours)],
    ...(money > 0 ? [[t('wizard.mostMoney'), one.format(money)] as const] : []),
    [t('wizard.target'), target],
  ] as const;
  return (
    <Stack>
      <Text>{t('wizard.whatHappens', { budget: number(labels), count: draft.overlap })}</Text>
      {isMeasured === true && (
        <Text>
          {t('wizard.measured')} {t(draft.asksPerson ? 'wizard.stopAsks' : 'wizard.stopItself')}
        </Text>
      )}
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
      <DataFit draft={draft} />
      <PriorForecast draft={draft} />
      <YamlBlock title={t('wizard.yaml')} yaml={stringify(toRequest(draft).config)} />
    </Stack>
  );
}
