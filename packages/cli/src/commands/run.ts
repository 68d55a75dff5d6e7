import { relative } from 'node:path';
import type { RunAnswer } from '@alaas/server';
import { Command } from 'commander';

import { describeDecision } from '../describe-decision.js';
import { showEvent } from '../show-event.js';
import type { Surroundings } from '../surroundings.js';

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The flags as commander hands them over. */
interface Flags {
  readonly json?: true;
}

const HELP = `
Chooses items, takes their labels (known ones, or those that people give back with
"alaas label import"), trains and measures a classifier, and goes on until the budget is
spent. Stopped or killed, the next run goes on from there. State lies in .alaas beside the
configuration (ALAAS_HOME overrides), in the built-in database or that of DATABASE_URL.
With approval: person below agent:, an early stop waits for "alaas decide" (exit code 4).

Examples:
  $ alaas run
  $ alaas run projects/flowers/alaas.yaml --json`;

/** `alaas run`: pool and budget in; labelled set, learning curve and model out. */
export function runCommand(surroundings: Surroundings): Command {
  return new Command('run')
    .description('Label, learn, measure and export until the budget is spent.')
    .argument('[config]', 'alaas.yaml or its folder', 'alaas.yaml')
    .addHelpText('after', HELP)
    .action(async (path: string, flags: Flags) => {
      const { loadProjectConfig, runProject } = await import('@alaas/server');
      const { environment, exitWith, out, progress, signal } = surroundings;
      const project = await loadProjectConfig(path, { environment });
      const answer = await runProject(project, {
        signal,
        databaseUrl: environment['DATABASE_URL'],
        onProgress: (event) => showEvent(event, surroundings),
      });
      progress.stop();
      if (answer.decisionAsked) exitWith(4);
      out(flags.json ? JSON.stringify(answer) : `${tableOf(answer)}\n\n${lookAt(path, answer)}`);
    });
}

/** How to see the run in the web application. */
function lookAt(config: string, { runId }: RunAnswer): string {
  return `To see it in a browser: npx alaas serve --port 8080 ${config}
and open http://127.0.0.1:8080/runs/${runId}`;
}

function tableOf(answer: RunAnswer): string {
  const { cache, outputs, waitingFor, decisionAsked, scarceClasses, agent } = answer;
  const rows: [string, string][] = [
    ['labels', labelsOf(answer)],
    ...measuredRows(answer),
    ['data', fitWords(answer)],
    ...(answer.quarantined.length > 0
      ? ([['left out', `${answer.quarantined.length} items; the report says why`]] as [
          string,
          string,
        ][])
      : []),
    ['time', timeOf(answer)],
    ...(cache && cache.hits > 0
      ? ([['cache', `${cache.hits} of ${cache.hits + cache.misses} embeddings`]] as [
          string,
          string,
        ][])
      : []),
    ...Object.entries(outputs)
      .filter(([, path]) => path !== null)
      .map(([name, path]): [string, string] => [FILES[name]!, shortPath(path!)]),
  ];
  const table = rows.map(([name, text]) => `  ${name.padEnd(10)}${text}`);
  const next = [
    ...(scarceClasses ? ['', scarceClasses.text] : []),
    ...(agent?.stop ? ['', `Why it ended: ${agent.stop.text}`] : []),
    ...(waitingFor ? ['', nextStep(waitingFor)] : []),
    ...(decisionAsked ? ['', describeDecision(decisionAsked), 'Then: alaas run'] : []),
  ];
  return ['', titleOf(answer), '', ...table, ...next].join('\n');
}

function labelsOf({ labels: { used, budget }, labelledItems }: RunAnswer): string {
  const twice =
    used > labelledItems ? ` paid, for ${labelledItems} items: each strategy pays for its own` : '';
  return `${used} of ${budget}${twice}`;
}

/** What was measured, in the metric that counts. */
function measuredRows({ curve, labelsSaved, calibration }: RunAnswer): [string, string][] {
  const last = curve.at(-1);
  if (last === undefined) return [];
  const { macroF1 } = last;
  return [
    ...(macroF1 ? [['macro-F1', shareOf(macroF1)] as [string, string]] : []),
    ['accuracy', shareOf({ ...last, value: last.accuracy })],
    ...(labelsSaved ? [['saved', labelsSaved.text] as [string, string]] : []),
    ...(calibration
      ? [
          [
            'certainty',
            `probabilities are off by ${percent(calibration.errorAfter)} on average`,
          ] as [string, string],
        ]
      : []),
  ];
}

const FIT = {
  go: 'go',
  'go-with-care': 'go with care',
  'do-not-rely-on-the-forecast': 'do not rely on the forecast',
} as const;

function fitWords({ domainFit: { verdict, reasons } }: RunAnswer): string {
  if (reasons.length === 0) return FIT[verdict];
  return `${FIT[verdict]}: ${reasons.map(({ text }) => text).join(' ')}`;
}

function titleOf({ waitingFor, decisionAsked }: RunAnswer): string {
  if (decisionAsked) return 'Waiting for a person to decide.';
  return waitingFor ? 'Waiting for labels.' : 'Done.';
}

const FILES: Readonly<Record<string, string>> = {
  report: 'report',
  labels: 'labelled',
  model: 'model',
};

function shareOf({ value, low, high }: Interval & { value: number }): string {
  return `${percent(value)} (95 % interval ${percent(low)} to ${percent(high)})`;
}

function timeOf({ seconds: { total, firstTime } }: RunAnswer): string {
  if (firstTime === null) return seconds(total);
  const saved = Math.max(0, firstTime - total);
  return `${seconds(total)}; the first time it took ${seconds(firstTime)}: the cache saved ${seconds(saved)}`;
}

function nextStep({ csv, contactSheet, items }: NonNullable<RunAnswer['waitingFor']>): string {
  const look =
    contactSheet === undefined ? '' : `, with the images of ${shortPath(contactSheet)} beside it`;
  return `Fill in the column "label" of ${shortPath(csv)} (${items} ${items === 1 ? 'item' : 'items'})${look}, then:
  alaas label import alaas.yaml ${shortPath(csv)}
  alaas run`;
}

function shortPath(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
