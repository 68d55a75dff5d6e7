import { ActionIcon } from '@mantine/core';
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import { useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Content } from '../api/get-content';
import { FIT, keptInView, type ImagePlace } from './image-place';
import classes from './labelling-page.module.css';

const MOST = 16;
const STEP = 1.5;
const SMALL_PIXELS = 160;

/** An image that can be enlarged (wheel, two fingers, double click, buttons) and moved by dragging. */
export function ImageView({
  image,
  name,
}: {
  readonly image: Extract<Content, { kind: 'image' }>;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const [view, setView] = useState(FIT);
  const fingers = useRef(new Map<number, Point>());
  const frame = useRef<HTMLImageElement>(null);
  const place = (change: (old: ImagePlace) => ImagePlace): void => {
    const { clientWidth: width, clientHeight: height } = frame.current!;
    setView((old) => keptInView(change(old), image, { width, height }));
  };
  const zoom = (factor: number): void =>
    place(({ scale, x, y }) => {
      const next = Math.min(MOST, Math.max(1, scale * factor));
      return { scale: next, x: (x * next) / scale, y: (y * next) / scale };
    });
  const move = (event: PointerEvent): void => {
    const before = [...fingers.current.values()];
    if (!fingers.current.has(event.pointerId)) return;
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = [...fingers.current.values()];
    if (now.length > 1) zoom(distance(now) / distance(before));
    const [from, to] = [middle(before), middle(now)];
    place((old) => ({ ...old, x: old.x + to.x - from.x, y: old.y + to.y - from.y }));
  };
  const release = (event: PointerEvent): void => void fingers.current.delete(event.pointerId);
  const isSmall = Math.max(image.width, image.height) <= SMALL_PIXELS;
  return (
    <>
      <img
        ref={frame}
        src={image.url}
        alt={name}
        draggable={false}
        className={`${classes.image} ${isSmall ? classes.small : ''}`}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
        onWheel={(event) => zoom(event.deltaY < 0 ? STEP : 1 / STEP)}
        onDoubleClick={() => (view.scale === 1 ? zoom(STEP * STEP) : setView(FIT))}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        }}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={release}
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

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of the first two fingers; never 0, so that a ratio can be taken. */
function distance([one, other]: readonly Point[]): number {
  return Math.max(1, Math.hypot(one!.x - other!.x, one!.y - other!.y));
}

function middle(points: readonly Point[]): Point {
  const mean = (axis: 'x' | 'y'): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return { x: mean('x'), y: mean('y') };
}
