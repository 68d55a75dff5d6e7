import { PAGE_END, pageStart } from '../page/page.js';
import { html } from '../page/html.js';
import { writeAtomically } from '../write-atomically.js';
import type { ReportInput } from './report-input.js';
import { agentDecisions } from './sections/agent.js';
import { chosenItems } from './sections/chosen-items.js';
import { classFigures } from './sections/classes.js';
import { dataFit } from './sections/data-fit.js';
import { headline } from './sections/headline.js';
import { learningCurve } from './sections/learning-curve.js';
import { pipelineFigures } from './sections/pipeline.js';
import { settings } from './sections/settings.js';

/**
 * Writes the report of a run as one HTML file that asks for nothing else: charts are drawn into the
 * page, it has no script, and its policy forbids both. Everything that came from outside is escaped.
 *
 * @throws AlaasError `OUTPUT_WRITE_FAILED`, `CANCELLED`.
 */
export async function writeReport(
  input: ReportInput,
  path: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const content = html`${pageStart(`${input.project}: active-learning report`)} ${headline(input)}
    ${learningCurve(input)} ${agentDecisions(input)} ${dataFit(input)} ${classFigures(input)}
    ${await chosenItems(input, signal)} ${pipelineFigures(input)} ${settings(input)}
    <footer>
      Written by ALaaS. Every interval is a 95 % interval: of a hundred such, about ninety-five hold
      the true value. They cover the chance in which items were measured on, not a change in what
      the items are like.
    </footer>
    ${PAGE_END}`;
  await writeAtomically(path, content.markup);
}
