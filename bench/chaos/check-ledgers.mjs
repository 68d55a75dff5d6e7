import { isDeepStrictEqual } from 'node:util';

import { answered, clientOf } from './label-until.mjs';

/**
 * Compares what was acknowledged with the ledgers. `lost`: not there, or not as acknowledged;
 * `doubled`: entries that nobody was told of, and further ones of an item that one person labels.
 */
export async function checkLedgers(url, { acknowledged, projects }) {
  const { projects: api } = clientOf(url, 'checker');
  const ledger = new Map();
  let doubled = 0;
  let decisionsReplayed = true;
  for (const project of projects) {
    const items = new Set();
    for (const entry of await entriesOf(api, project)) {
      const key = `${project}/${entry.id}`;
      if (!acknowledged.has(key) || items.has(entry.position)) doubled++;
      items.add(entry.position);
      ledger.set(key, entry);
    }
    const recorded = await answered(() => api.decisions(project));
    const replayed = await answered(() => api.decisions(project, { replayed: true }));
    decisionsReplayed &&= isDeepStrictEqual(recorded, replayed);
  }
  const lost = [...acknowledged].filter(
    ([key, { entry }]) => !isDeepStrictEqual(ledger.get(key), entry),
  ).length;
  return { lost, doubled, decisionsReplayed };
}

async function entriesOf(api, project) {
  const entries = [];
  let cursor;
  do {
    const page = await answered(() => api.ledger(project, { limit: 1_000, cursor }));
    entries.push(...page.entries);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return entries;
}
