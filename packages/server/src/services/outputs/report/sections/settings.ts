import { html, type Html } from '../../page/html.js';
import type { ReportInput } from '../report-input.js';

/** Everything that is needed to get the same result again. */
export function settings(input: ReportInput): Html {
  const { encoder, versions, reproduce, settingsYaml, runId, strategy, seed } = input;
  return html`<section>
    <h2>How to get this again</h2>
    ${reproduce.length > 0 && html`<pre>${reproduce.join('\n')}</pre>`}
    <p>The same items, settings, seed and versions give the same choice of items.</p>
    <dl class="facts">
      <dt>Run</dt>
      <dd>${runId}</dd>
      <dt>Strategy</dt>
      <dd>${strategy}</dd>
      <dt>Seed</dt>
      <dd>${seed}</dd>
      ${
        encoder &&
        html`<dt>Encoder</dt>
          <dd>${encoder.id}<br /><small class="note">SHA-256 ${encoder.digest}</small></dd>`
      }
      ${Object.entries(versions).map(
        ([name, version]) =>
          html`<dt>${name}</dt>
            <dd>${version}</dd>`,
      )}
    </dl>
    <details>
      <summary>All settings, with their defaults</summary>
      <pre>${settingsYaml}</pre>
    </details>
  </section>`;
}
