import { ActionIcon } from '@mantine/core';
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import { useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Content } from '../api/get-content';
import classes from './labelling-page.module.css';

const MOST = 16;
const STEP = 1.5;
const SMALL_PIXELS = 160;
const FIT = { scale: 1, x: 0, y: 0 };

/** An image that can be enlarged (wheel, double click, buttons) and moved by dragging. */
export function ImageView({
  image,
  name,
}: {
  readonly image: Extract<Content, { kind: 'image' }>;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const [view, setView] = useState(FIT);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const zoom = (factor: number): void =>
    setView(({ scale, x, y }) => {
      const next = Math.min(MOST, Math.max(1, scale * factor));
      return next === 1 ? FIT : { scale: next, x: (x * next) / scale, y: (y * next) / scale };
    });
  const move = (event: PointerEvent): void => {
    if (drag.current === null) return;
    const { x, y } = drag.current;
    drag.current = { x: event.clientX, y: event.clientY };
    setView((old) => ({ ...old, x: old.x + event.clientX - x, y: old.y + event.clientY - y }));
  };
  const isSmall = Math.max(image.width, image.height) <= SMALL_PIXELS;
  return (
    <>
      <img
        src={image.url}
        alt={name}
        draggable={false}
        className={`${classes.image} ${isSmall ? classes.small : ''}`}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
        onWheel={(event) => zoom(event.deltaY < 0 ? STEP : 1 / STEP)}
        onDoubleClick={() => (view.scale === 1 ? zoom(STEP * STEP) : setView(FIT))}
        onPointerDown={(event) => {
          if (view.scale === 1) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={move}
        onPointerUp={() => {
          drag.current = null;
        }}
      />
      <ActionIcon.Group className={classes.zoom}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('label.smaller')}
          onClick={() => zoom(1 / STEP)}
        >
          <IconMinus size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('label.fit')}
          onClick={() => setView(FIT)}
        >
          <IconZoomReset size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('label.larger')}
          onClick={() => zoom(STEP)}
        >
          <IconPlus size={16} aria-hidden />
        </ActionIcon>
      </ActionIcon.Group>
    </>
  );
}
