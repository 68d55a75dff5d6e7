import { basename } from 'node:path';

import { mapInOrder } from '../map-in-order.js';
import { html, type Html } from '../page/html.js';
import { PAGE_END, pageStart } from '../page/page.js';
import { preview } from '../page/preview.js';
import { writeAtomically } from '../write-atomically.js';
import type { LabelBatch } from './label-batch.js';

/** A batch of images with the CSV that it belongs to. */
export interface ContactSheet extends LabelBatch {
  readonly readItem: NonNullable<LabelBatch['readItem']>;
  /** Path of the batch file. */
  readonly csv: string;
}

/** Edge of a thumbnail: large enough to label by. */
const EDGE_PX = 192;
const THUMBNAILS_AHEAD = 4;

/**
 * Writes one self-contained HTML file with the images of a batch, numbered as in its CSV. Memory
 * does not grow with the batch.
 *
 * @throws AlaasError `OUTPUT_WRITE_FAILED`, `CANCELLED`.
 */
export async function writeContactSheet(sheet: ContactSheet, path: string): Promise<void> {
  await writeAtomically(path, sheetParts(sheet));
}

async function* sheetParts(sheet: ContactSheet): AsyncGenerator<string> {
  const title = `${sheet.project}: images to label, batch ${sheet.round}`;
  yield pageStart(title).markup;
  yield `${sheetHead(sheet).markup}<div class="sheet">`;
  const figures = mapInOrder(
    sheet.items.map(({ item }, index) => ({ item, number: index + 1 })),
    { ahead: THUMBNAILS_AHEAD, signal: sheet.signal },
    async ({ item, number }) => figure(number, item, await preview(sheet, item, EDGE_PX)),
  );
  for await (const { markup } of figures) yield markup;
  yield `</div>${PAGE_END.markup}`;
}

function sheetHead({ project, round, items, classes, csv }: ContactSheet): Html {
  const choice =
    classes.length > 0
      ? html`<p>Write one of these classes:</p>
          <ul class="chips">
            ${classes.map((name) => html`<li>${name}</li>`)}
          </ul>`
      : html`<p>Name the classes as you like, always spelled the same way.</p>`;
  return html`<header>
    <p class="kicker">${project}</p>
    <h1>Batch ${round}: ${items.length} ${items.length === 1 ? 'image' : 'images'} to label</h1>
    <p>
      Fill in the column <b>label</b> of <code>${basename(csv)}</code>; the numbers here are those
      of its column <b>number</b>. Save it as CSV UTF-8 and give it back with
      <code>alaas label import</code>. Lines that stay empty are asked for again.
    </p>
    ${choice}
  </header>`;
}

function figure(number: number, item: string, picture: Html): Html {
  return html`<figure>
    <div class="frame">${picture}</div>
    <figcaption><b>${number}</b> <span class="name">${item}</span></figcaption>
  </figure>`;
}
