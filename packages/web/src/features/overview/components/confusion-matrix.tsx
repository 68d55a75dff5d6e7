import type { ProjectEvaluation } from '@alaas/client';
import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ClassName } from '../../classes/components/class-name';
import { formatNumber } from '../../../lib/format';
import classes from './confusion-matrix.module.css';

/** Larger ones are unreadable: the confusions are listed instead. */
const MOST_CLASSES = 12;
const MOST_LISTED = 15;
/** Percent of colour in a cell that holds all of a class: figures stay readable, light and dark. */
const DEEPEST = 45;

/** What the model takes for what: as a matrix, of many classes as a list of the most frequent ones. */
export function ConfusionMatrix({
  evaluation,
  colours,
}: {
  readonly evaluation: ProjectEvaluation;
  /** By class. */
  readonly colours: ReadonlyMap<string, string>;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <Text fw={600} size="sm">
        {t('evaluation.confusion')}
      </Text>
      {evaluation.classes.length > MOST_CLASSES ? (
        <Confusions evaluation={evaluation} colours={colours} />
      ) : (
        <Matrix evaluation={evaluation} colours={colours} />
      )}
    </div>
  );
}

function Matrix({
  evaluation: { classes: all, confusion },
  colours,
}: Parameters<typeof ConfusionMatrix>[0]) {
  const { t, i18n } = useTranslation();
  const items = new Map(
    confusion.map((cell) => [JSON.stringify([cell.truth, cell.predicted]), cell.items]),
  );
  return (
    <Table.ScrollContainer
      minWidth={120 + 72 * all.length}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <table className={classes.matrix} aria-label={t('evaluation.confusion')}>
        <thead>
          <tr>
            <td className={classes.corner}>{t('evaluation.corner')}</td>
            {all.map(({ name }) => (
              <th key={name} scope="col">
                <ClassName name={name} colours={colours} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map(({ name: truth, support }) => (
            <tr key={truth}>
              <th scope="row">
                <ClassName name={truth} colours={colours} />
              </th>
              {all.map(({ name: predicted }) => {
                const count = items.get(JSON.stringify([truth, predicted])) ?? 0;
                const share = Math.round((DEEPEST * count) / Math.max(1, support));
                const colour = truth === predicted ? '--alaas-chart-3' : '--alaas-chart-2';
                const background = `color-mix(in srgb, var(${colour}) ${share}%, transparent)`;
                return (
                  <td key={predicted} style={{ background }}>
                    {count > 0 && formatNumber(count, i18n.language)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Table.ScrollContainer>
  );
}

function Confusions({ evaluation: { confusion }, colours }: Parameters<typeof ConfusionMatrix>[0]) {
  const { t, i18n } = useTranslation();
  const wrong = confusion.filter(({ truth, predicted }) => truth !== predicted);
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('evaluation.truth')}</Table.Th>
          <Table.Th>{t('evaluation.takenFor')}</Table.Th>
          <Table.Th ta="right">{t('evaluation.support')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {wrong.slice(0, MOST_LISTED).map(({ truth, predicted, items }) => (
          <Table.Tr key={JSON.stringify([truth, predicted])}>
            <Table.Td>
              <ClassName name={truth} colours={colours} />
            </Table.Td>
            <Table.Td>
              <ClassName name={predicted} colours={colours} />
            </Table.Td>
            <Table.Td ta="right">{formatNumber(items, i18n.language)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
