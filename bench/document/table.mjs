/** Lines of a Markdown table, an empty one at the end. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** A median with its quarter points. */
export function spread({ median, low, high }, digits = 3) {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/** When, where and with what something was measured. */
export function settingWords({ cores, cpu, node, packages, peers, time, command }) {
  const versions = Object.entries({ ...packages, ...peers })
    .filter(([name, version]) => version && !name.startsWith('@alaas'))
    .map(([name, version]) => `${name} ${version}`);
  return [
    `\`${command}\` on ${cores} × ${cpu}, Node ${node}, ${versions.join(', ')};`,
    `${time.slice(0, 16).replace('T', ' ')} UTC.\n`,
  ];
}

/** Bytes in mebibytes. */
export function mebibytes(bytes) {
  return `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MiB`;
}
