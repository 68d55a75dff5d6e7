import { createHash } from 'node:crypto';

import { html, type Html } from './html.js';
import { STYLE } from './style.js';

/** Only this style sheet and pictures inside the page: no script, no request, whatever it holds. */
const POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  `img-src data:`,
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');

/** Begins a self-contained page; what follows is its content, then `PAGE_END`. */
export function pageStart(title: string): Html {
  const head = [
    html`<meta charset="utf-8" />`,
    html`<meta http-equiv="Content-Security-Policy" content="${POLICY}" />`,
    html`<meta name="viewport" content="width=device-width, initial-scale=1" />`,
    html`<meta name="color-scheme" content="light dark" />`,
    html`<title>${title}</title>`,
    { markup: `<style>${STYLE}</style>` },
  ];
  const lines = head.map(({ markup }) => markup).join('\n');
  return {
    markup: `<!doctype html>\n<html lang="en">\n<head>\n${lines}\n</head>\n<body>\n<main>\n`,
  };
}

/** Ends a page that `pageStart` began. */
export const PAGE_END: Html = { markup: '\n</main>\n</body>\n</html>\n' };
