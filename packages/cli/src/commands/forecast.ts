import { AlaasError } from '@alaas/contracts';
import type { ForecastAnswer, ForecastRequest } from '@alaas/server';
import { Command } from 'commander';

import { pricedLabels } from '../cost-words.js';
import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly points: string;
  readonly classes: string;
  readonly holdout: string;
  readonly at: string;
  readonly metric: string;
  readonly majorityRate?: string;
  readonly target?: string;
  readonly atMost?: string;
  readonly price?: string;
  readonly secondsPerLabel?: string;
  readonly hoursPerDay?: string;
  readonly json?: true;
}

const HELP = `
Examples:
  $ alaas forecast --points points.json --classes 77 --holdout 200 --at 500,1000,2000
  $ alaas forecast --points points.json --classes 77 --holdout 200 --at 1000 --target 0.9 \\
      --price 0.12 --seconds-per-label 8

points.json: [{"labels": 77, "value": 0.55}, {"labels": 96, "value": 0.61}, …]. An empty list
gives the forecast before any label.`;

/** `alaas forecast`: measured points in, what more labels will bring out. */
export function forecastCommand({ out }: Surroundings): Command {
  return new Command('forecast')
    .description('Forecast a learning curve from its points: the value at more labels, with bands.')
    .requiredOption('--points <file>', 'JSON list of {"labels", "value"}, values from 0 to 1')
    .requiredOption('--classes <n>', 'number of classes')
    .requiredOption('--holdout <n>', 'items that the values were measured on')
    .requiredOption('--at <list>', 'numbers of labels to forecast, separated by commas')
    .option('--metric <name>', 'accuracy or macro-f1', 'accuracy')
    .option('--majority-rate <share>', 'share of the largest class, where data are skewed')
    .option('--target <share>', 'value to reach: how many labels does it take?')
    .option('--at-most <n>', 'most labels for the target (default: ten times the largest number)')
    .option('--price <amount>', 'price of one label')
    .option('--seconds-per-label <n>', 'working time of one label')
    .option('--hours-per-day <n>', 'hours worked on labels per day', '8')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(async (flags: Flags) => {
      const { forecastFile } = await import('@alaas/server');
      const request = requestOf(flags);
      const answer = await forecastFile(request);
      out(flags.json ? JSON.stringify(answer) : describe(answer, request));
    });
}

function requestOf(flags: Flags): ForecastRequest {
  const optional = (field: string, text: string | undefined) =>
    text === undefined ? undefined : numberOf(field, text);
  return {
    points: flags.points,
    classCount: numberOf('classes', flags.classes),
    holdout: numberOf('holdout', flags.holdout),
    at: flags.at.split(',').map((part) => numberOf('at', part)),
    // Checked where the curve is fitted.
    metric: flags.metric as NonNullable<ForecastRequest['metric']>,
    majorityRate: optional('majority-rate', flags.majorityRate),
    target: optional('target', flags.target),
    atMost: optional('at-most', flags.atMost),
    pricePerLabel: optional('price', flags.price),
    secondsPerLabel: optional('seconds-per-label', flags.secondsPerLabel),
    hoursPerDay: optional('hours-per-day', flags.hoursPerDay),
  };
}

function numberOf(field: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new AlaasError('FORECAST_OPTION_INVALID', `${field} must be a number, not "${text}".`, {
    field,
    value: text,
  });
}

function describe(answer: ForecastAnswer, request: ForecastRequest): string {
  const { forecasts, families, notes, selfAssessment, target } = answer;
  const head = ['labels', 'P10', 'P50', 'P90', ...costTitles(forecasts[0]!.cost)];
  const lines = forecasts.map(({ labels, p10, p50, p90, cost }) => [
    String(labels),
    ...[p10, p50, p90].map(percent),
    ...costCells(cost),
  ]);
  const widths = head.map((title, c) => Math.max(title.length, ...lines.map((l) => l[c]!.length)));
  const row = (cells: readonly string[]) =>
    cells.map((cell, c) => cell.padStart(widths[c]!)).join('  ');
  return [
    `Forecast of ${request.metric ?? 'accuracy'}; it lies between P10 and P90 in four of five cases.`,
    '',
    ...[head, ...lines].map(row),
    '',
    ...(target ? [targetLine(target), ''] : []),
    ...(selfAssessment
      ? [
          `Forecasts from your earlier points held ${percent(selfAssessment.coverage)} of ${selfAssessment.forecasts} later ones, off by ${percent(selfAssessment.meanError)} on average.`,
        ]
      : []),
    `Curves: ${families.map(({ id, weight }) => `${id} ${percent(weight)}`).join(', ')}.`,
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');
}

type Cost = NonNullable<ForecastAnswer['forecasts'][number]['cost']>;

function costTitles(cost: Cost | undefined): string[] {
  return [
    ...(cost?.money === undefined ? [] : ['price']),
    ...(cost?.days === undefined ? [] : ['days']),
  ];
}

function costCells(cost: Cost | undefined): string[] {
  return [cost?.money?.toFixed(2), cost?.days?.toFixed(1)].filter((cell) => cell !== undefined);
}

function targetLine(target: NonNullable<ForecastAnswer['target']>): string {
  const { p10, p50, p90, atMost, probabilityUnreachable, costs } = target;
  const goal = `${percent(target.target)}`;
  const unreachable = `with probability ${probabilityUnreachable.toFixed(2)} even ${atMost} labels do not reach it`;
  if (p50 === undefined) return `${goal} is probably out of reach: ${unreachable}.`;
  const most = p90 === undefined ? `more than ${atMost}` : pricedLabels(p90, costs.p90);
  const range = `between ${pricedLabels(p10 ?? p50, costs.p10 ?? costs.p50)} and ${most}`;
  return `${goal} takes about ${pricedLabels(p50, costs.p50, ' labels')}, ${range}; ${unreachable}.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
