import { COLOURS, escaped, THEME } from './theme.mjs';

const WIDTH = 640;
const LEFT = 240;
const RIGHT = 30;
const TOP = 30;
const ROW = 22;
const BOTTOM = 40;

/**
 * Differences in points, `{ label, mean, error, bar }`, each with two standard errors and, as an
 * upright stroke, the most that is allowed; as an SVG document.
 */
export function drawDifferences(title, given) {
  // One seed has no standard error.
  const rows = given.map((row) => ({ ...row, error: Number.isFinite(row.error) ? row.error : 0 }));
  const height = TOP + rows.length * ROW + BOTTOM;
  const ends = rows.flatMap(({ mean, error, bar = 0 }) => [
    mean - 2 * error,
    mean + 2 * error,
    bar,
  ]);
  const low = Math.floor(Math.min(0, ...ends));
  const high = Math.ceil(Math.max(0, ...ends));
  const x = (points) => LEFT + ((points - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
  const step = Math.max(1, Math.ceil((high - low) / 8));
  const ticks = Array.from(
    { length: Math.floor((high - low) / step) + 1 },
    (_, i) => low + i * step,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">`,
    THEME,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    `<text x="8" y="16" font-size="13">${escaped(title)}</text>`,
    ...ticks.map(
      (tick) =>
        `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${TOP}" y2="${height - BOTTOM}"/><text x="${x(tick)}" y="${height - BOTTOM + 16}" text-anchor="middle">${tick}</text>`,
    ),
    `<text x="${x(0)}" y="${height - 6}" text-anchor="middle">points below Uncertainty Herding alone</text>`,
    ...rows.map(({ label, mean, error, bar }, i) => {
      const y = TOP + (i + 0.5) * ROW;
      return (
        `<text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${escaped(label)}</text>` +
        `<line x1="${x(mean - 2 * error)}" x2="${x(mean + 2 * error)}" y1="${y}" y2="${y}" stroke="${COLOURS[0]}" stroke-width="2"/>` +
        `<circle cx="${x(mean)}" cy="${y}" r="4" fill="${COLOURS[0]}"/>` +
        (bar === undefined
          ? ''
          : `<line x1="${x(bar)}" x2="${x(bar)}" y1="${y - 8}" y2="${y + 8}" stroke="${COLOURS[1]}" stroke-width="3"/>`)
      );
    }),
    '</svg>\n',
  ].join('\n');
}
