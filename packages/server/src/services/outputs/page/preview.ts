import { AlaasError, type Task } from '@alaas/contracts';
import { makeThumbnail } from '@alaas/pipeline';

import { html, type Html } from './html.js';

/** What previews are made from. */
export interface PreviewSource {
  readonly task: Task;
  readonly readItem?: ((item: string, signal?: AbortSignal) => Promise<Uint8Array>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Longest text shown of an item, in characters. */
const TEXT_CHARACTERS = 280;
/** Images below this edge are enlarged with sharp pixels rather than blurred. */
const TINY_PX = 48;

/**
 * An item as people see it: a thumbnail inside the page, or its text. An item that cannot be read
 * any more gives a note instead, because a page must not fail for it.
 *
 * @throws AlaasError `CANCELLED`.
 */
export async function preview(source: PreviewSource, item: string, edgePx: number): Promise<Html> {
  if (!source.readItem || source.task === 'vectors') return html``;
  try {
    const bytes = await source.readItem(item, source.signal);
    if (source.task === 'text-classification') return textPreview(bytes);
    const { mediaType, bytes: image, widthPx, heightPx } = await makeThumbnail(bytes, { edgePx });
    const address = `data:${mediaType};base64,${Buffer.from(image).toString('base64')}`;
    const isTiny = Math.max(widthPx, heightPx) < TINY_PX;
    return html`<img
      class="${isTiny ? 'tiny' : ''}"
      src="${address}"
      alt="${item}"
      width="${widthPx}"
      height="${heightPx}"
    />`;
  } catch (error) {
    if (AlaasError.from(error).code === 'CANCELLED' || source.signal?.aborted) {
      throw new AlaasError('CANCELLED', 'The work was cancelled.', { cause: error });
    }
    return html`<span class="missing">cannot be shown</span>`;
  }
}

function textPreview(bytes: Uint8Array): Html {
  const text = new TextDecoder().decode(bytes).trim();
  const shown = text.length <= TEXT_CHARACTERS ? text : `${text.slice(0, TEXT_CHARACTERS)}…`;
  return html`<p class="text">${shown}</p>`;
}
