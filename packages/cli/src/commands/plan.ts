import type { ProjectPlan } from '@alaas/server';
import { Command } from 'commander';

import { showEvent } from '../show-event.js';
import type { Surroundings } from '../surroundings.js';
import { percent, textTable } from '../text-table.js';

const HELP = `
Before the first label the forecast rests on what other data were like and is wide; during a run
it rests on the run's own learning curve. Prices come from agent: pricePerLabel and
secondsPerLabel in alaas.yaml.

Example:
  $ alaas plan projects/flowers/alaas.yaml`;

/** `alaas plan`: what the labels of a project will buy, before and during its run. */
export function planCommand(surroundings: Surroundings): Command {
  return new Command('plan')
    .description('Forecast what the labels of a project will buy, and what they cost.')
    .argument('[config]', 'alaas.yaml or its folder', 'alaas.yaml')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(async (path: string, flags: { readonly json?: true }) => {
      const { loadProjectConfig, planProject } = await import('@alaas/server');
      const { environment, out, progress, signal } = surroundings;
      const project = await loadProjectConfig(path, { environment });
      const plan = await planProject(project, {
        signal,
        databaseUrl: environment['DATABASE_URL'],
        onProgress: (event) => showEvent(event, surroundings),
      });
      progress.stop();
      out(flags.json ? JSON.stringify(plan) : describe(plan));
    });
}

function describe(plan: ProjectPlan): string {
  const { labels, forecasts, now, basis, metric } = plan;
  const rest =
    basis === 'measured'
      ? 'from the learning curve of this project'
      : 'from what other data were like, before anything was measured';
  return [
    `${plan.project}: ${labels.used} of ${labels.budget} labels used.`,
    `Forecast of ${metric}, ${rest}; the truth lies between P10 and P90 in four of five cases.`,
    '',
    table([...(now ? [{ ...now, cost: {} }] : []), ...forecasts]),
    ...lines(plan).flatMap((line) => ['', line]),
  ].join('\n');
}

function table(rows: readonly ProjectPlan['forecasts'][number][]): string {
  const money = rows.some(({ cost }) => cost.money !== undefined);
  const days = rows.some(({ cost }) => cost.days !== undefined);
  const head = [
    'labels',
    'P10',
    'P50',
    'P90',
    ...(money ? ['cost'] : []),
    ...(days ? ['days'] : []),
  ];
  const cells = rows.map(({ labels, p10, p50, p90, cost }) => [
    String(labels),
    ...[p10, p50, p90].map(percent),
    ...(money ? [(cost.money ?? 0).toFixed(2)] : []),
    ...(days ? [(cost.days ?? 0).toFixed(1)] : []),
  ]);
  return textTable(head, cells);
}

function lines({ next, target, shape }: ProjectPlan): string[] {
  return [
    ...(next
      ? [
          `The next ${next.labels} labels will bring ${points(next.p50)} points (${points(next.p10)} to ${points(next.p90)}).`,
        ]
      : []),
    ...(target ? [targetLine(target)] : []),
    ...(shape.kind === 'unknown'
      ? [`Do not rely on this forecast: ${shape.reasons.join(' ')}`]
      : []),
  ];
}

function targetLine(target: NonNullable<ProjectPlan['target']>): string {
  const { p10, p50, p90, withinLabels, probabilityUnreachable } = target;
  const unreachable = `${withinLabels} labels do not reach it with ${percent(probabilityUnreachable)} probability`;
  if (p50 === undefined) return `Target ${percent(target.target)}: ${unreachable}.`;
  const range = `${p10 ?? p50} to ${p90 ?? `more than ${withinLabels}`}`;
  return `Target ${percent(target.target)}: about ${p50} labels (${range}); ${unreachable}.`;
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}
