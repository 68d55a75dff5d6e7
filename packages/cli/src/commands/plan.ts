import type { ProjectPlan } from '@alaas/server';
import { Command } from 'commander';

import { costWords, pricedLabels } from '../cost-words.js';
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

function lines(plan: ProjectPlan): string[] {
  const { next, target, shape, labels, budgetCost } = plan;
  const price = costWords(budgetCost);
  return [
    ...(next
      ? [
          `The next ${next.labels} labels will bring ${points(next.p50)} points (${points(next.p10)} to ${points(next.p90)}).`,
        ]
      : []),
    ...(target ? [targetLine(target, labels.trained)] : []),
    ...(price ? [`The whole budget of ${labels.budget} labels: ${price}.`] : []),
    ...recordLines(plan),
    fitLine(plan),
    ...(shape.kind === 'unknown'
      ? [`Do not rely on this forecast: ${shape.reasons.join(' ')}`]
      : []),
  ];
}

/** Forecasts against what came true. */
function recordLines({ record, trackRecord }: ProjectPlan): string[] {
  const count = record.filter(({ held }) => held).length;
  const { runs, forecasts, inside, meanError } = trackRecord;
  return [
    ...(record.length > 0
      ? [
          `Forecasts so far: ${count} of ${record.length} held what was measured later; four of five should.`,
        ]
      : []),
    ...(runs > (record.length > 0 ? 1 : 0)
      ? [
          `In all ${runs} runs of this data folder: ${inside} of ${forecasts} held${meanError === null ? '' : `, off by ${points(meanError)} points on average`}.`,
        ]
      : []),
  ];
}

const FIT = {
  go: 'Go.',
  'go-with-care': 'Go with care.',
  'do-not-rely-on-the-forecast': 'Do not rely on the forecast.',
} as const;

function fitLine({ domainFit: { verdict, reasons, bandWidening } }: ProjectPlan): string {
  const wider =
    bandWidening >= 1.05 ? [`Bands are ${bandWidening.toFixed(2)} times as wide as usual.`] : [];
  const why = reasons.map(({ text, advice }) => `  ${text} ${advice}`);
  return [`Are the data fit for it? ${[FIT[verdict], ...wider].join(' ')}`, ...why].join('\n');
}

function targetLine(target: NonNullable<ProjectPlan['target']>, trained: number): string {
  const { p10, p50, p90, withinLabels, probabilityUnreachable, costs } = target;
  const unreachable = `${withinLabels} labels do not reach it with ${percent(probabilityUnreachable)} probability`;
  if (p50 !== undefined && p50 <= trained) {
    const sure = p90 !== undefined && p90 <= trained ? 'reached' : 'probably reached';
    return `Target ${percent(target.target)}: ${sure} with the ${trained} labels that are there.`;
  }
  if (p50 === undefined) return `Target ${percent(target.target)}: ${unreachable}.`;
  const most = p90 === undefined ? `more than ${withinLabels}` : pricedLabels(p90, costs.p90);
  const range = `between ${pricedLabels(p10 ?? p50, costs.p10 ?? costs.p50)} and ${most}`;
  return `Target ${percent(target.target)}: about ${pricedLabels(p50, costs.p50, ' labels')}, ${range}; ${unreachable}.`;
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}
