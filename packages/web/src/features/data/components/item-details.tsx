import type { Item } from '@alaas/client';
import { Modal, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../../../lib/format';
import classes from './item-details.module.css';
import { ItemPreview } from './item-preview';

/** All that is known of one item. */
export function ItemDetails({
  project,
  item,
  onClose,
}: {
  readonly project: string;
  readonly item: Item | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={item !== null}
      onClose={onClose}
      title={item?.name}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {item !== null && (
        <Stack>
          <div className={classes.preview}>
            <ItemPreview project={project} item={item} />
          </div>
          <Facts item={item} />
        </Stack>
      )}
    </Modal>
  );
}

function Facts({ item }: { readonly item: Item }) {
  const { t, i18n } = useTranslation();
  const { state, label, prediction, strategy, batch, answers } = item;
  const rows = [
    [t('data.stateName'), t(`data.state.${state}`)],
    [t('data.label'), label ?? '–'],
    [
      t('data.prediction'),
      prediction === null
        ? '–'
        : `${prediction.label} (${formatPercent(prediction.confidence, i18n.language)})`,
    ],
    [t('data.strategy'), strategy ?? '–'],
    [t('data.batch'), batch === null ? '–' : `${batch}`],
  ] as const;
  return (
    <>
      <Table>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {answers.length > 0 && <Text fw={600}>{t('data.answers')}</Text>}
      {answers.map((answer) => (
        <Text key={answer.annotator} size="sm">
          {answer.annotator}: {answer.label ?? t(`data.answer.${answer.kind}`)}
        </Text>
      ))}
    </>
  );
}
