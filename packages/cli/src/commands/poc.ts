import { relative } from 'node:path';
import type { PocReport } from '@alaas/server';
import { Command } from 'commander';

import { showEvent } from '../show-event.js';
import type { Surroundings } from '../surroundings.js';
import { percent, textTable } from '../text-table.js';

const HELP = `
Takes 100 to 2,000 items whose labels are known (labels: in alaas.yaml), drawn at random, and
replays the project on them: no label is bought. Writes poc.html into the output folder. "No go"
is an answer, not an error. Prices come from agent: pricePerLabel and secondsPerLabel.

Example:
  $ alaas poc projects/flowers/alaas.yaml`;

/** `alaas poc`: from a small labelled set, whether a project is worth its labels. */
export function pocCommand(surroundings: Surroundings): Command {
  return new Command('poc')
    .description('Prove on a small labelled set what labels will bring: go or no go.')
    .argument('[config]', 'alaas.yaml or its folder', 'alaas.yaml')
    .option('--json', 'print one JSON document')
    .addHelpText('after', HELP)
    .action(async (path: string, flags: { readonly json?: true }) => {
      const { loadProjectConfig, pocProject } = await import('@alaas/server');
      const { environment, out, progress, signal } = surroundings;
      const project = await loadProjectConfig(path, { environment });
      const report = await pocProject(project, {
        signal,
        onProgress: (event) => showEvent(event, surroundings),
      });
      progress.stop();
      out(flags.json ? JSON.stringify(report) : describe(report));
    });
}

function describe(report: PocReport): string {
  const { summary, forecast, target, savings, race, reasons, nextSteps, outputs, project } = report;
  return [
    '',
    `${project}: ${summary}`,
    '',
    ...[forecast.text, ...(target ? [target.text] : []), savings.text, race.advantage.text],
    '',
    forecastTable(report),
    ...section('What speaks against:', reasons.map(reasonText)),
    ...section('What to do next:', nextSteps),
    '',
    `Report: ${relative(process.cwd(), outputs.report) || outputs.report}`,
  ].join('\n');
}

function reasonText({ text, severity }: PocReport['reasons'][number]): string {
  return severity === 'severe' ? `Severe: ${text}` : text;
}

function forecastTable({ forecast: { points } }: PocReport): string {
  return textTable(
    ['labels', 'P10', 'P50', 'P90'],
    points.map(({ labels, p10, p50, p90 }) => [String(labels), ...[p10, p50, p90].map(percent)]),
  );
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ['', title, ...lines.map((line, i) => `  ${i + 1}. ${line}`)];
}
