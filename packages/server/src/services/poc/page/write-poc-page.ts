import type { ProjectConfig } from '@alaas/contracts';

import { ALAAS_VERSION } from '../../../version.js';
import { html } from '../../outputs/page/html.js';
import { PAGE_END, pageStart } from '../../outputs/page/page.js';
import { writeAtomically } from '../../outputs/write-atomically.js';
import type { PocReport } from '../poc-report.js';
import { dataSection } from './data-section.js';
import { forecastSection } from './forecast-section.js';
import { raceSection } from './race-section.js';
import { verdictSection } from './verdict-section.js';

/**
 * Writes a proof of concept as one HTML file that asks for nothing else: no script, no request.
 * Everything that came from outside is escaped.
 *
 * @throws AlaasError `OUTPUT_WRITE_FAILED`.
 */
export async function writePocPage(
  report: PocReport,
  { path, config }: { readonly path: string; readonly config: ProjectConfig },
): Promise<void> {
  const { notes } = report;
  const content = html`${pageStart(`${report.project}: proof of concept`)}
    ${verdictSection(report, config)} ${forecastSection(report)} ${raceSection(report)}
    ${dataSection(report, config.task)}
    ${
      notes.length > 0 &&
      html`<section>
        <h2>Notes</h2>
        <ul>
          ${notes.map((note) => html`<li>${note}</li>`)}
        </ul>
      </section>`
    }
    <footer>
      Written by ALaaS ${ALAAS_VERSION}; seed ${config.seed}. The same labels, settings and seed
      give the same figures. Intervals of measurements are 95 % intervals, bands of forecasts hold
      the truth in four cases of five. All of it is for items like those labelled here: draw them at
      random from what will be met in use.
    </footer>
    ${PAGE_END}`;
  await writeAtomically(path, content.markup);
}
