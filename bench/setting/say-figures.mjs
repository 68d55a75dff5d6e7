/** Writes a line of a table: a name, then figures or words. */
export function say([first, ...rest]) {
  const cells = rest.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell));
  process.stdout.write(`${first.padEnd(24)}${cells.map((cell) => cell.padStart(12)).join('')}\n`);
}

/** Writes a figure beside its bar; one that is missed lets the process end with 1. */
export function sayWithBar({ name, median, low = median, high = median, atMost, atLeast }) {
  const reached = median <= (atMost ?? Infinity) && median >= (atLeast ?? 0);
  const bar = atMost ? `≤ ${atMost}` : `≥ ${atLeast}`;
  say([name, median, low, high, `${bar} ${reached ? 'ok' : 'MISSED'}`]);
  if (!reached) process.exitCode = 1;
}
