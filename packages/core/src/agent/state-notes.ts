import type { AgentState } from './agent-state.js';

/** Items below which a measurement says little. */
const SMALL_HOLDOUT = 50;

/**
 * What a reader of a result must know of the labels that it rests on, in plain sentences; empty
 * where there is nothing to say. Of classes that never appeared it speaks only in the end. Cost O(L).
 */
export function stateNotes(state: AgentState): readonly string[] {
  return [...budgetNotes(state), ...holdoutNotes(state), ...classNotes(state)];
}

function budgetNotes({ settings, holdout }: AgentState): string[] {
  const { budgetLabels, coldStart, classCount } = settings;
  const room = budgetLabels - holdout.rows.length;
  if (room >= coldStart) return [];
  const classes =
    room < classCount ? ` ${classCount} classes are more than that: some get no label at all.` : '';
  return [
    `The budget leaves ${room} labels to train on, fewer than the ${coldStart} of a cold start: it is cut short, and no strategy gets a choice.${classes}`,
  ];
}

function holdoutNotes({ holdout }: AgentState): string[] {
  const items = holdout.targets.length;
  const twins = holdout.twins?.length ?? 0;
  const error = (100 * 0.5) / Math.sqrt(items);
  const notes: string[] = [];
  if (items > 0 && items < SMALL_HOLDOUT) {
    notes.push(
      `A holdout of ${items} measures to about ±${error.toFixed(0)} points: forecasts and stops rest on little. ${SMALL_HOLDOUT} or more are better.`,
    );
  }
  if (twins > 0) {
    notes.push(
      `Near twins of the holdout's items are not asked for (${twins}): whoever knows a twin knows the answer, and the measurement would flatter.`,
    );
  }
  return notes;
}

function classNotes({ pending, ledger, holdout, settings }: AgentState): string[] {
  if (pending.kind !== 'deliver') return [];
  const bought = holdout.targets.slice(0, holdout.rows.length);
  const seen = new Set([...ledger.map(({ target }) => target), ...bought]);
  if (seen.size === settings.classCount) return [];
  if (seen.size < 2) {
    return ['All labels bought are of one class: the model knows no other.'];
  }
  return [
    `${settings.classCount - seen.size} of ${settings.classCount} classes never appeared among the labels bought: the model cannot name them.`,
  ];
}
