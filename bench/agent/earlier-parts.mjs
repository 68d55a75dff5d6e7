/** What the evaluation that stands says of benches that were not run again. */

const NOTE = '_Of an earlier run: this bench has not been run with the code as it is._';
const LIVE = 'Forecasts that `auto` made in the runs above';
const MARK = ' (earlier run)';

/** Lines of the sections with these titles, each with a note that they are of an earlier run. */
export function earlierSections(text, titles) {
  return titles.flatMap((title) => {
    const body = sectionOf(text, title);
    return body === undefined ? [] : [`## ${title}\n`, ...noted(body)];
  });
}

/** The table of forecasts made in runs of the agent, with the same note. */
export function earlierLiveForecasts(text) {
  const body = sectionOf(text, 'Forecasts') ?? [];
  const from = body.findIndex((line) => line.startsWith(LIVE));
  return from < 0 ? [] : noted(body.slice(from));
}

/** Misses that are not of the benches which were run now, marked. */
export function earlierMisses(text, isRunNow) {
  return (sectionOf(text, 'Where it falls short') ?? [])
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2).replace(MARK, ''))
    .filter((miss) => !isRunNow(miss))
    .map((miss) => `${miss}${MARK}`);
}

function sectionOf(text, title) {
  const lines = text.split('\n');
  const from = lines.indexOf(`## ${title}`);
  if (from < 0) return undefined;
  const length = lines.slice(from + 1).findIndex((line) => line.startsWith('## '));
  return lines.slice(from + 2, length < 0 ? undefined : from + 1 + length);
}

function noted(lines) {
  return [
    `${NOTE}\n`,
    ...lines
      .filter((line) => line !== NOTE)
      .join('\n')
      .trim()
      .split('\n'),
    '',
  ];
}
