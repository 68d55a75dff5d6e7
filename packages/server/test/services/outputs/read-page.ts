/** What a test sees of an HTML page. */
export interface Page {
  readonly source: string;
  /** Names of all opened tags in order. */
  readonly tags: readonly string[];
  /** Tags that are closed wrongly or never. */
  readonly unbalanced: readonly string[];
  readonly attributeNames: readonly string[];
  /** Values of all attributes that can make a browser ask for something. */
  readonly references: readonly string[];
  readonly policy: string;
  /** Words of the page, entities decoded, white space collapsed, word joiners removed. */
  readonly text: string;
}

const VOID = new Set(['meta', 'img', 'br', '!doctype']);
const REFERENCES = new Set(['src', 'href', 'srcset', 'action', 'data', 'poster', 'xlink:href']);
const TAG = /<(\/?)([a-zA-Z!][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/g;

/** Reads the strict subset of HTML that our pages are written in; what is not in it shows as text. */
export function readPage(source: string): Page {
  const tags: string[] = [];
  const open: string[] = [];
  const unbalanced: string[] = [];
  const attributes: { name: string; value: string }[] = [];
  const withoutStyle = source.replace(/<style>[^<]*<\/style>/, '');
  for (const [, closing, rawName, rest, selfClosing] of withoutStyle.matchAll(TAG)) {
    const name = rawName!.toLowerCase();
    if (closing) {
      if (open.pop() !== name) unbalanced.push(name);
      continue;
    }
    tags.push(name);
    for (const [, attribute, value] of rest!.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) {
      attributes.push({ name: attribute!.toLowerCase(), value: value ?? '' });
    }
    if (!selfClosing && !VOID.has(name)) open.push(name);
  }
  const body = withoutStyle.replaceAll(TAG, ' ');
  return {
    source,
    tags,
    unbalanced: [...unbalanced, ...open],
    attributeNames: attributes.map(({ name }) => name),
    references: attributes.flatMap(({ name, value }) => (REFERENCES.has(name) ? [value] : [])),
    policy: decode(attributes.find(({ value }) => value.includes('default-src'))?.value ?? ''),
    text: decode(body)
      .replaceAll('\u2060', '')
      .replaceAll(/[\s\u00a0]+/g, ' '),
  };
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
