import type { ItemFilter } from '@alaas/client';

/** What of the data page stands in the address: the view, and which items are looked at. */
export interface DataSearch extends Partial<ItemFilter> {
  readonly view?: 'map' | 'quarantine' | undefined;
}

const TEXTS = ['label', 'prediction', 'strategy', 'annotator', 'search'] as const;
const CHOICES = {
  view: ['map', 'quarantine'],
  state: ['waiting', 'open', 'labelled', 'unusable'],
  concern: ['people-disagree', 'model-disagrees', 'flagged'],
} as const;
const SHARES = ['minConfidence', 'maxConfidence'] as const;

/** Takes from an address what it can be; anything else is left out. */
export function dataSearch(given: Readonly<Record<string, unknown>>): DataSearch {
  // A class may be called 7: the address says nothing of quotes.
  const texts = TEXTS.flatMap((name) => {
    const value = given[name];
    const isText = typeof value === 'string' || typeof value === 'number';
    return isText && value !== '' ? [[name, String(value)]] : [];
  });
  const choices = Object.entries(CHOICES).flatMap(([name, values]) => {
    const value = (values as readonly unknown[]).find((one) => one === given[name]);
    // The router would keep what is only left out.
    return name in given ? [[name, value]] : [];
  });
  const shares = SHARES.flatMap((name) => {
    const value = given[name];
    return typeof value === 'number' && value >= 0 && value <= 1 ? [[name, value]] : [];
  });
  return Object.fromEntries([...texts, ...choices, ...shares]) as DataSearch;
}
