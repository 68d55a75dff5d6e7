import type { Item } from '@alaas/client';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../../../lib/format';
import classes from './item-grid.module.css';
import { ItemPreview } from './item-preview';

/** One item of the grid; empty while it is on its way. */
export const ItemTile = memo(function ItemTile({
  project,
  item,
  isMoving,
  onChoose,
}: {
  readonly project: string;
  readonly item: Item | undefined;
  /** Whether it may be gone in a moment: pictures that are not there yet can wait. */
  readonly isMoving: boolean;
  readonly onChoose: (item: Item) => void;
}) {
  const { t, i18n } = useTranslation();
  if (item === undefined) return <div className={classes.tile} aria-hidden />;
  const { name, label, state, prediction } = item;
  return (
    <button
      type="button"
      className={classes.tile}
      data-row={item.position}
      onClick={() => onChoose(item)}
    >
      <span className={classes.picture}>
        <ItemPreview project={project} item={item} isMoving={isMoving} />
      </span>
      <span className={classes.line} title={name}>
        {label ?? t(`data.state.${state}`)}
        {label !== null && prediction !== null && prediction.label !== label && ' ⚠'}
      </span>
      <span className={classes.line} style={{ color: 'var(--mantine-color-dimmed)' }}>
        {prediction === null
          ? name
          : `${prediction.label} ${formatPercent(prediction.confidence, i18n.language)}`}
      </span>
    </button>
  );
});
