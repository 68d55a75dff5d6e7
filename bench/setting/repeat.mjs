/**
 * Measures several forms in turn, so that what slows the machine for a while slows all of them.
 *
 * @param forms name → function that answers an object of numbers, as `{ seconds }`.
 * @param repetitions of each form.
 * @returns name → { runs: the objects in their order }.
 */
export async function repeatInterleaved(forms, { repetitions, onRun = () => undefined }) {
  const runs = Object.fromEntries(Object.keys(forms).map((name) => [name, []]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [name, measure] of Object.entries(forms)) {
      const run = await measure(repetition);
      runs[name].push(run);
      onRun(name, run);
    }
  }
  return runs;
}

/** Median, and the quarter points around it as the spread. */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: at(0.5), low: at(0.25), high: at(0.75), least: sorted[0], most: sorted.at(-1) };

  function at(share) {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}

/** The ratio of two forms, pair by pair of the runs that stood beside each other. */
export function ratioOf(upper, lower) {
  return summary(upper.map((value, i) => value / lower[i]));
}
