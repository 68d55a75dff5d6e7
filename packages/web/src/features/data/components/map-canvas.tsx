import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, type PointerEvent } from 'react';
import type { PlacedItems } from '../api/get-map';

type Placed = PlacedItems['items'][number];

const HEIGHT_PX = 520;
const EDGE_PX = 16;
const REACH_PX = 12;

/** Points on a canvas: thousands of elements would make the page slow. */
export function MapCanvas({
  map,
  colourOf,
  name,
  onPoint,
}: {
  readonly map: PlacedItems;
  /** Undefined for an item of no class yet. */
  readonly colourOf: (item: Placed) => string | undefined;
  readonly name: string;
  readonly onPoint: (item: Placed | null) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize();
  const x = (i: number): number => EDGE_PX + map.places[2 * i]! * (width - 2 * EDGE_PX);
  const y = (i: number): number => EDGE_PX + map.places[2 * i + 1]! * (HEIGHT_PX - 2 * EDGE_PX);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !canvas.current || width === 0) return;
    const density = globalThis.devicePixelRatio;
    canvas.current.width = width * density;
    canvas.current.height = HEIGHT_PX * density;
    context.scale(density, density);
    // What stands out comes last and lies over the others.
    const order = map.items.map((_, i) => i).sort((a, b) => weight(map, a) - weight(map, b));
    for (const i of order) drawItem(context, map.items[i]!, { x: x(i), y: y(i), colourOf });
  });

  const point = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent): void => {
    const distance = (i: number): number => Math.hypot(x(i) - offsetX, y(i) - offsetY);
    const nearest = map.items.reduce((best, _, i) => (distance(i) < distance(best) ? i : best), 0);
    onPoint(distance(nearest) <= REACH_PX ? map.items[nearest]! : null);
  };
  return (
    <div ref={ref} className="surface">
      <canvas
        ref={canvas}
        role="img"
        aria-label={name}
        style={{ display: 'block', width: '100%', height: HEIGHT_PX }}
        onPointerMove={point}
        onPointerLeave={() => onPoint(null)}
      />
    </div>
  );
}

function weight({ items }: PlacedItems, i: number): number {
  const { state } = items[i]!;
  return state === 'open' ? 2 : state === 'labelled' ? 1 : 0;
}

function drawItem(
  context: CanvasRenderingContext2D,
  { state, ...item }: Placed,
  at: { x: number; y: number; colourOf: (item: Placed) => string | undefined },
): void {
  const colour = at.colourOf({ state, ...item }) ?? '#8a949e';
  context.globalAlpha = state === 'waiting' ? 0.45 : 1;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(at.x, at.y, state === 'waiting' ? 2.5 : 4.5, 0, 2 * Math.PI);
  context.fill();
  if (state !== 'open') return;
  context.strokeStyle = '#d9480f';
  context.lineWidth = 2;
  context.beginPath();
  context.arc(at.x, at.y, 7, 0, 2 * Math.PI);
  context.stroke();
}
