import { COLOURS, escaped, THEME } from './theme.mjs';

const WIDTH = 640;
const HEIGHT = 340;
const LEFT = 46;
const RIGHT = 150;
const TOP = 30;
const BOTTOM = 40;
const LABEL_HEIGHT = 14;

/**
 * Percent by number of labels (logarithmic), one line for each of `lines` `{ label, points }` with
 * points `{ labels, mean, error }`, as an SVG document; the band is one standard error.
 */
export function drawCurves(title, lines) {
  const all = lines.flatMap(({ points }) => points);
  const labels = all.map((point) => point.labels);
  const [low, high] = [Math.log(Math.min(...labels)), Math.log(Math.max(...labels))];
  const bottom = Math.floor(Math.min(...all.map(({ mean }) => mean)) / 10) * 10;
  const x = (n) => LEFT + ((Math.log(n) - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
  const y = (percent) =>
    HEIGHT - BOTTOM - ((percent - bottom) / (100 - bottom)) * (HEIGHT - TOP - BOTTOM);
  const heights = spread(lines.map(({ points }) => y(points.at(-1).mean)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">`,
    THEME,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text x="${LEFT}" y="16" font-size="13">${escaped(title)}</text>`,
    ...ticks(bottom).map(
      (percent) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(percent)}" y2="${y(percent)}"/><text x="${LEFT - 6}" y="${y(percent) + 4}" text-anchor="end">${percent}</text>`,
    ),
    ...[...new Set(lines[0].points.map((point) => point.labels))].map(
      (n) =>
        `<text x="${x(n)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${n.toLocaleString('en')}</text>`,
    ),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">labels</text>`,
    ...lines.map(({ label, points }, i) => {
      const colour = COLOURS[i % COLOURS.length];
      const edge = (sign) =>
        points.map(({ labels: n, mean, error = 0 }) => place(x(n), y(mean + sign * error)));
      const middle = points.map(({ labels: n, mean }) => place(x(n), y(mean)));
      const endX = x(points.at(-1).labels) + 8;
      return (
        `<polygon points="${[...edge(1), ...edge(-1).reverse()].join(' ')}" fill="${colour}" opacity="0.18"/>` +
        `<polyline points="${middle.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>` +
        `<text x="${endX.toFixed(1)}" y="${(heights[i] + 4).toFixed(1)}" style="fill:${colour}">${escaped(label)}</text>`
      );
    }),
    '</svg>\n',
  ].join('\n');
}

function place(x, y) {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

function ticks(bottom) {
  const step = bottom > 50 ? 10 : 20;
  return Array.from({ length: Math.floor((100 - bottom) / step) + 1 }, (_, i) => bottom + i * step);
}

/** Heights of labels, moved apart so that none covers another. */
function spread(wanted) {
  const order = [...wanted.keys()].sort((a, b) => wanted[a] - wanted[b]);
  const heights = [...wanted];
  order.forEach((at, i) => {
    if (i === 0) return;
    heights[at] = Math.max(heights[at], heights[order[i - 1]] + LABEL_HEIGHT);
  });
  return heights;
}
