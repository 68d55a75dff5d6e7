/** Markdown of the evaluation. */

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

export function list(items) {
  return items.map((item) => `- ${item}`);
}

/** A mean with its standard error, as far as there is one. */
export function plusMinus(figure, digits = 1) {
  if (figure?.mean === undefined || Number.isNaN(figure.mean)) return '–';
  const { mean, error } = figure;
  const shown = mean.toFixed(digits).replace(/^-(0(\.0+)?)$/, '$1');
  return Number.isFinite(error) ? `${shown} ± ${error.toFixed(digits)}` : shown;
}
