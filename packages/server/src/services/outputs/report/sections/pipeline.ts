import { html, type Html } from '../../page/html.js';
import { duration, percent, whole } from '../../page/format.js';
import { bar } from '../charts/bar.js';
import type { CacheFigures, ReportInput, RunStage } from '../report-input.js';

const STAGE_WORDS: Readonly<Record<RunStage['name'], string>> = {
  list: 'List',
  fetch: 'Fetch',
  decode: 'Decode',
  encode: 'Encode',
  score: 'Score',
  select: 'Choose',
  train: 'Train and measure',
};

/** A stage is called the bottleneck only when it was at work at least this share of its time. */
const BUSY_ENOUGH = 0.5;
const QUARANTINE_LISTED = 100;

/** Where the time went, what the cache saved, and which items could not be used. */
export function pipelineFigures(input: ReportInput): Html {
  return html`<section>
      <h2>The pipeline</h2>
      ${input.cache && cacheWords(input.cache)} ${stageTable(input.stages)}
      ${encodeWords(input.stages)}
    </section>
    ${quarantine(input)}`;
}

function cacheWords({ hits, misses, secondsSaved }: CacheFigures): Html {
  const total = hits + misses;
  if (total === 0) return html``;
  const saved =
    secondsSaved !== undefined && hits > 0
      ? `, which saved about ${duration(secondsSaved)} (estimated from an earlier run without cache)`
      : '';
  return html`<p>
    ${whole(hits)} of ${whole(total)} embeddings came from the cache${saved};
    ${misses === 0 ? 'none had' : `${whole(misses)} had`} to be computed.
  </p>`;
}

function stageTable(stages: readonly RunStage[]): Html {
  if (stages.length === 0) return html`<p>No stage had anything to do.</p>`;
  const bottleneck = stages
    .filter(({ items, busy }) => items > 0 && busy >= BUSY_ENOUGH)
    .sort((a, b) => b.busy - a.busy)[0];
  return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Items</th>
            <th scope="col">Time</th>
            <th scope="col">Items per second</th>
            <th scope="col">Busy</th>
          </tr>
        </thead>
        <tbody>
          ${stages.map((stage) => stageRow(stage, stage === bottleneck))}
        </tbody>
      </table>
    </div>
    <p class="axis-note">
      Stages run at the same time, so their times overlap. Items from the cache are not counted.
      ${
        bottleneck &&
        `The bottleneck was "${STAGE_WORDS[bottleneck.name]}": it was busy most of its time.`
      }
    </p>`;
}

/** How the encoder ran its model, where it had anything to do. */
function encodeWords(stages: readonly RunStage[]): Html {
  const { items = 0, plan } = stages.find(({ name }) => name === 'encode') ?? {};
  if (!plan || items === 0) return html``;
  const { device, sessions, threadsPerSession, itemsPerRun } = plan;
  return html`<p class="axis-note">
    The encoder ran on ${device} in ${whole(sessions)} sessions with ${whole(threadsPerSession)}
    ${threadsPerSession === 1 ? 'thread' : 'threads'}
    each${itemsPerRun !== undefined && html`, ${whole(itemsPerRun)} items at once`}.
  </p>`;
}

function stageRow({ name, items, seconds, busy }: RunStage, isBottleneck: boolean): Html {
  const rate = items > 0 && seconds > 0 ? whole(items / seconds) : '–';
  return html`<tr>
    <th scope="row">${STAGE_WORDS[name]}${isBottleneck && html` <small>(bottleneck)</small>`}</th>
    <td>${whole(items)}</td>
    <td>${duration(seconds)}</td>
    <td>${rate}</td>
    <td>${percent(busy, 0)}${bar(busy)}</td>
  </tr>`;
}

function quarantine({ quarantined }: ReportInput): Html {
  if (quarantined.length === 0) {
    return html`<section>
      <h2>Items left out</h2>
      <p>None: every item could be read.</p>
    </section>`;
  }
  const listed = quarantined.slice(0, QUARANTINE_LISTED);
  const rest = quarantined.length - listed.length;
  return html`<section>
    <h2>Items left out</h2>
    <p>
      ${whole(quarantined.length)} ${quarantined.length === 1 ? 'item' : 'items'} could not be used
      and took no part.
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col" class="words">Reason</th>
          </tr>
        </thead>
        <tbody>
          ${listed.map(
            ({ item, code, reason }) =>
              html`<tr>
                <th scope="row">${item}</th>
                <td class="words">${reason} <small>${code}</small></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rest > 0 && html`<p class="note">And ${whole(rest)} more.</p>`}
  </section>`;
}
