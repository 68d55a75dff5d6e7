import { html, type Html } from '../../page/html.js';
import { whole } from '../../page/format.js';
import { preview } from '../../page/preview.js';
import { mapInOrder } from '../../map-in-order.js';
import { itemNoun } from '../../item-noun.js';
import type { ChosenItem, ReportInput } from '../report-input.js';

/** Items shown, so that the page stays a few hundred kilobytes. */
const MOST_SHOWN = 60;
const EDGE_PX = 112;
const PREVIEWS_AHEAD = 4;

/**
 * The items that were chosen, with picture or text: all of them when they are few, else a part
 * spread evenly over the rounds.
 *
 * @throws AlaasError `CANCELLED`.
 */
export async function chosenItems(input: ReportInput, signal?: AbortSignal): Promise<Html> {
  const { chosen, task } = input;
  if (chosen.length === 0) return html``;
  const shown = spread(chosen, MOST_SHOWN);
  const isImages = task === 'image-classification';
  const source = { task, readItem: input.readItem, signal };
  const entries: Html[] = [];
  const previews = mapInOrder(shown, { ahead: PREVIEWS_AHEAD, signal }, (one) =>
    preview(source, one.item, EDGE_PX),
  );
  for await (const picture of previews) {
    const one = shown[entries.length]!;
    entries.push(isImages ? figure(one, picture) : line(one, picture));
  }
  const part =
    shown.length < chosen.length
      ? `${shown.length} of the ${whole(chosen.length)} chosen ${itemNoun(task, chosen.length)}, spread evenly over the rounds; labels.csv has all of them.`
      : `All ${whole(chosen.length)} chosen ${itemNoun(task, chosen.length)}, in the order in which they were chosen.`;
  return html`<section>
    <h2>What was chosen</h2>
    <p>${part}</p>
    ${
      isImages
        ? html`<div class="gallery">${entries}</div>`
        : html`<ul class="texts">
            ${entries}
          </ul>`
    }
  </section>`;
}

function spread(chosen: readonly ChosenItem[], most: number): readonly ChosenItem[] {
  if (chosen.length <= most) return chosen;
  return Array.from({ length: most }, (_, i) => chosen[Math.floor((i * chosen.length) / most)]!);
}

function figure(one: ChosenItem, picture: Html): Html {
  return html`<figure title="${one.item}">
    <div class="frame">${picture}</div>
    <figcaption><b>${one.label ?? 'not labelled yet'}</b><br />round ${one.round}</figcaption>
  </figure>`;
}

function line(one: ChosenItem, picture: Html): Html {
  return html`<li>
    ${picture}
    <span class="note"
      ><b>${one.label ?? 'not labelled yet'}</b> · round ${one.round} · ${one.item}</span
    >
  </li>`;
}
