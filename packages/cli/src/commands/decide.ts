import { AlaasError } from '@alaas/contracts';
import type { RunDecisions, Wish } from '@alaas/server';
import { Command } from 'commander';

import { describeDecision } from '../describe-decision.js';
import { wholeNumber } from '../flags.js';
import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly approve?: string;
  readonly veto?: string;
  readonly postpone?: string;
  readonly labels?: string;
  readonly revive?: string;
  readonly json?: true;
}

const HELP = `
Without a flag it lists what can still be decided, with the evidence. With approval: person
below agent: in alaas.yaml, a run stops before it ends early and waits for --approve, --veto or
--postpone; strategies that were dropped come back with --revive or a veto. What is decided goes
on record, and the next "alaas run" goes on accordingly.

Examples:
  $ alaas decide alaas.yaml
  $ alaas decide alaas.yaml --veto 3
  $ alaas decide alaas.yaml --postpone 3 --labels 200
  $ alaas decide alaas.yaml --revive margin`;

/** `alaas decide`: what a person has to say about the decisions of a run. */
export function decideCommand({ out, environment, signal }: Surroundings): Command {
  return new Command('decide')
    .description('See the decisions of a run, and approve, veto, postpone or undo them.')
    .argument('[config]', 'alaas.yaml or its folder', 'alaas.yaml')
    .option('--approve <decision>', 'agree to a stop')
    .option('--veto <decision>', 'refuse a stop, or bring the strategy back that it dropped')
    .option('--postpone <decision>', 'put a stop off until more labels are there')
    .option('--labels <n>', 'labels that --postpone waits for (default: those of one more round)')
    .option('--revive <arm>', 'bring a dropped strategy back into the race')
    .addHelpText('after', HELP)
    .action(async (path: string, flags: Flags) => {
      const wish = wishOf(flags);
      const { decideInProject, loadProjectConfig } = await import('@alaas/server');
      const project = await loadProjectConfig(path, { environment });
      const databaseUrl = environment['DATABASE_URL'];
      const answer = await decideInProject(project, wish, { signal, databaseUrl });
      out(flags.json ? JSON.stringify(answer) : describe(answer));
    });
}

function wishOf({ approve, veto, postpone, labels, revive }: Flags): Wish | undefined {
  const number = (field: string, text: string) => wholeNumber(field, text, 'CLI_USAGE');
  const wishes: Wish[] = [];
  if (approve !== undefined) wishes.push({ kind: 'approve', decision: number('approve', approve) });
  if (veto !== undefined) wishes.push({ kind: 'veto', decision: number('veto', veto) });
  if (postpone !== undefined) {
    const decision = number('postpone', postpone);
    wishes.push({
      kind: 'postpone',
      decision,
      ...(labels !== undefined && { labels: number('labels', labels) }),
    });
  }
  if (revive !== undefined) wishes.push({ kind: 'revive', arm: revive });
  if (wishes.length > 1 || (labels !== undefined && postpone === undefined)) {
    throw new AlaasError('CLI_USAGE', 'Give one of --approve, --veto, --postpone and --revive.', {
      field: 'decide',
      remedy: 'Decide one thing at a time; --labels belongs to --postpone.',
    });
  }
  return wishes[0];
}

function describe({ runId, open, asked, revivable, wish, decisions }: RunDecisions): string {
  const head =
    wish === null
      ? `Run ${runId}: ${decisions.length} decisions, ${open.length} of them open.`
      : `On record: ${inWords(wish)}. ${asked === null ? '"alaas run" goes on from there.' : 'Another decision waits.'}`;
  const out =
    revivable.length === 0
      ? []
      : ['', `Out of the race: ${revivable.join(', ')} (--revive brings one back).`];
  return [head, ...open.flatMap((one) => ['', describeDecision(one)]), ...out].join('\n');
}

function inWords(wish: Wish): string {
  switch (wish.kind) {
    case 'revive':
      return `${wish.arm} comes back`;
    case 'extend':
      return `${wish.labels} more labels`;
    case 'approve':
    case 'veto':
    case 'postpone':
      return `${wish.kind} of decision ${wish.decision}`;
  }
}
