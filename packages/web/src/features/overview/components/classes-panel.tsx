import type { Project, ProjectEvaluation } from '@alaas/client';
import { Skeleton, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../components/problem-alert';
import { classColours } from '../../../lib/class-colours';
import { formatNumber, formatPercent } from '../../../lib/format';
import { ClassName } from '../../classes/components/class-name';
import { useEvaluation } from '../api/get-evaluation';
import { ConfusionMatrix } from './confusion-matrix';
import { Panel } from './panel';

type Figure = ProjectEvaluation['classes'][number]['f1'];

/** How good the model is class by class, and what it takes for what. */
export function ClassesPanel({ project }: { readonly project: Project }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useEvaluation(project.id);
  const colours = classColours(project.classes, project.labelling.classes);
  const number = (value: number): string => formatNumber(value, i18n.language);
  return (
    <Panel
      title={t('evaluation.title')}
      text={
        data
          ? t('evaluation.measuredOn', {
              items: number(data.holdout.items),
              version: data.model.version,
            })
          : undefined
      }
    >
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data === undefined && error === null && <Skeleton height={200} />}
      {data === null && <Text c="dimmed">{t('evaluation.none')}</Text>}
      {data && (
        <>
          <ClassTable evaluation={data} colours={colours} />
          <ConfusionMatrix evaluation={data} colours={colours} />
        </>
      )}
    </Panel>
  );
}

function ClassTable({ evaluation: { classes }, colours }: Parameters<typeof ConfusionMatrix>[0]) {
  const { t, i18n } = useTranslation();
  const number = (value: number): string => formatNumber(value, i18n.language);
  return (
    <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('evaluation.class')}</Table.Th>
            <Table.Th ta="right">{t('evaluation.support')}</Table.Th>
            <Table.Th ta="right">{t('evaluation.recall')}</Table.Th>
            <Table.Th ta="right">{t('evaluation.precision')}</Table.Th>
            <Table.Th ta="right">F1</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {classes.map(({ name, support, recall, precision, f1 }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">
                <ClassName name={name} colours={colours} />
              </Table.Th>
              <Table.Td ta="right">{number(support)}</Table.Td>
              <FigureCell figure={recall} />
              <FigureCell figure={precision} />
              <FigureCell figure={f1} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function FigureCell({ figure }: { readonly figure: Figure }) {
  const { i18n } = useTranslation();
  const percent = (value: number): string => formatPercent(value, i18n.language);
  if (figure === null) return <Table.Td ta="right">–</Table.Td>;
  return (
    <Table.Td ta="right">
      {percent(figure.value)}
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {percent(figure.low)} – {percent(figure.high)}
      </Text>
    </Table.Td>
  );
}
