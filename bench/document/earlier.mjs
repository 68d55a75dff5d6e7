/** What the document that stands says of benches that were not run again; each part has its date. */

export const GOALS_TITLE = 'What was to be reached';

/**
 * Sections in the order of the document that stands: those that were made now in the place of those
 * of the same title, what is new at the end.
 * @param {string[][]} made Lines of each section, its title first; none of what was not run.
 */
export function withEarlierSections(made, earlier) {
  const run = new Map(made.filter(({ length }) => length > 0).map((one) => [titleOf(one[0]), one]));
  const kept = [...sectionsOf(earlier)].filter(([title]) => title !== GOALS_TITLE);
  const all = new Map([...kept, ...run]);
  return [...all.values()].flat();
}

/** Rows of the table of goals, as cells, that no goal measured now replaces. */
export function earlierGoals(goals, earlier) {
  const names = new Set(goals.map(({ name }) => name));
  return (sectionsOf(earlier).get(GOALS_TITLE) ?? [])
    .filter((line) => /^\| (?!---|figure )/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter(([name]) => !names.has(name));
}

/** Lines of each section by its title. */
function sectionsOf(text) {
  const parts = text.split(/^(?=## )/m).filter((part) => part.startsWith('## '));
  return new Map(parts.map((part) => [titleOf(part), part.replace(/\n$/, '').split('\n')]));
}

function titleOf(text) {
  return text.split('\n')[0].slice('## '.length);
}
