import type { Item } from '@alaas/client';
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useItemWindow, type Filter } from '../api/get-items';
import classes from './item-grid.module.css';
import { ItemTile } from './item-tile';

const TILE_PX = 150;
const ROW_PX = 190;
const GAP_PX = 10;
const ROWS_AHEAD = 3;

/** Any number of items: only those in sight are there. */
export function ItemGrid({
  project,
  filter,
  positions,
  onChoose,
}: {
  readonly project: string;
  readonly filter: Filter;
  readonly positions: readonly number[];
  readonly onChoose: (item: Item) => void;
}) {
  const { t } = useTranslation();
  const viewport = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const columns = Math.max(2, Math.floor((width + GAP_PX) / (TILE_PX + GAP_PX)));
  const rows = useVirtualizer({
    count: Math.ceil(positions.length / columns),
    getScrollElement: () => viewport.current,
    estimateSize: () => ROW_PX + GAP_PX,
    overscan: ROWS_AHEAD,
  });
  const shown = rows.getVirtualItems();
  const first = (shown[0]?.index ?? 0) * columns;
  const last = Math.min(positions.length, ((shown.at(-1)?.index ?? 0) + 1) * columns) - 1;
  const items = useItemWindow(project, { filter, positions, first, last });
  return (
    <div
      ref={viewport}
      className={`surface ${classes.viewport}`}
      role="group"
      aria-label={t('data.grid')}
      tabIndex={0}
      onKeyDown={(event) => moveFocus(event, columns)}
    >
      <div ref={ref} className={classes.rows} style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => (
          <div
            key={index}
            className={classes.row}
            style={{
              transform: `translateY(${start}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {positions.slice(index * columns, (index + 1) * columns).map((position) => (
              <ItemTile
                key={position}
                project={project}
                item={items.get(position)}
                isMoving={rows.isScrolling}
                onChoose={onChoose}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

const STEPS: Readonly<Record<string, (columns: number) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
};

/** Arrows go from tile to tile. */
function moveFocus(event: KeyboardEvent<HTMLElement>, columns: number): void {
  const step = STEPS[event.key]?.(columns);
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const place = tiles.findIndex((tile) => tile === document.activeElement);
  if (step === undefined || place === -1) return;
  event.preventDefault();
  tiles[place + step]?.focus();
}
