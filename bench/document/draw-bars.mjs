import { COLOURS, THEME, escaped } from './theme.mjs';

const WIDTH = 640;
const LEFT = 190;
const RIGHT = 60;
const ROW = 30;

/** One bar for each value, ours first and in another colour, as an SVG document. */
export function drawBars(bars, title) {
  const most = Math.max(...bars.map(({ value }) => value));
  const height = ROW * bars.length + 16;
  const lines = bars.map(({ label, value }, i) => {
    const y = 8 + i * ROW;
    const width = ((WIDTH - LEFT - RIGHT) * value) / most;
    return (
      `<text x="${LEFT - 8}" y="${y + 19}" text-anchor="end">${escaped(label)}</text>` +
      `<rect x="${LEFT}" y="${y + 4}" width="${width.toFixed(1)}" height="${ROW - 8}" fill="${COLOURS[i === 0 ? 0 : 6]}"/>` +
      `<text x="${(LEFT + width + 6).toFixed(1)}" y="${y + 19}">${value.toFixed(0)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">`,
    THEME,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    ...lines,
    '</svg>\n',
  ].join('\n');
}
