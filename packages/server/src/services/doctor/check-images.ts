import { makeThumbnail } from '@alaas/pipeline';

import type { CheckResult } from './finding.js';

/** A GIF of one white pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64');

/** The image library loads and decodes. */
export async function checkImages(): Promise<CheckResult> {
  const { widthPx, heightPx } = await makeThumbnail(PIXEL);
  if (widthPx === 1 && heightPx === 1) return { status: 'ok', detail: 'images can be decoded' };
  return {
    status: 'failed',
    detail: `an image of 1 × 1 became one of ${widthPx} × ${heightPx}`,
    remedy: 'Install the packages again: npm ci.',
  };
}
