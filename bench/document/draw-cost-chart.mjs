const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 60;
const RIGHT = 150;
const TOP = 16;
const BOTTOM = 40;
/** Told apart by people who see few colours, too (Okabe and Ito 2008). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00'];

/** Seconds by pool size, both logarithmic, one line per strategy, as an SVG document. */
export function drawCostChart(curve) {
  const x = scale(
    curve.map(({ items }) => items),
    [LEFT, WIDTH - RIGHT],
  );
  const y = scale(
    curve.map(({ seconds }) => seconds),
    [HEIGHT - BOTTOM, TOP],
  );
  const strategies = [...new Set(curve.map(({ strategy }) => strategy))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="Seconds to choose a batch, by the size of the pool">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...x.ticks.map((tick) => upright(x.at(tick), tick.toLocaleString('en'))),
    ...y.ticks.map((tick) => level(y.at(tick), `${tick} s`)),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">items in the pool</text>`,
    ...strategies.map((strategy, i) => {
      const own = curve.filter((one) => one.strategy === strategy);
      const points = own.map(({ items, seconds }) => [x.at(items), y.at(seconds)]);
      return lineOf(strategy, points, COLOURS[i % COLOURS.length]);
    }),
    '</svg>\n',
  ].join('\n');
}

/** A logarithmic scale over whole powers of ten. */
function scale(values, [from, to]) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return { ticks, at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from) };
}

function upright(x, label) {
  return (
    `<line x1="${x}" x2="${x}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#ddd"/>` +
    `<text x="${x}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${label}</text>`
  );
}

function level(y, label) {
  return (
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}" stroke="#ddd"/>` +
    `<text x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${label}</text>`
  );
}

function lineOf(label, points, colour) {
  const places = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`);
  const [lastX, lastY] = points[points.length - 1];
  return (
    `<polyline points="${places.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>` +
    places
      .map((place) => place.split(','))
      .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`)
      .join('') +
    `<text x="${lastX + 8}" y="${lastY + 4}" fill="${colour}">${label}</text>`
  );
}
