/** Colours of charts that follow the reader's light or dark theme; told apart by people who see few
 * colours, too (Okabe and Ito 2008). */
export const THEME = [
  '<style>',
  ':root{--ink:#1f2328;--line:#d0d7de;--paper:#fff}',
  '@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--line:#3d444d;--paper:#0d1117}}',
  'text{fill:var(--ink)}.grid{stroke:var(--line)}.paper{fill:var(--paper)}',
  '</style>',
].join('');

export const COLOURS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#7f7f7f',
];

/** Whatever stands in a chart as text. */
export function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
