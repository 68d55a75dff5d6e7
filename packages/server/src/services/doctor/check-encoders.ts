import { BUNDLED_ENCODERS, openEncoder } from '@alaas/pipeline';

import type { CheckResult, Patient } from './finding.js';

/** The bundled encoders are whole (by their digests), open, and encode something. */
export async function checkEncoders({ signal }: Patient): Promise<CheckResult> {
  const names: string[] = [];
  for (const { id } of BUNDLED_ENCODERS) {
    const encoder = await openEncoder({ kind: 'bundled', id }, { sessions: 1, signal });
    await encoder.close();
    names.push(`${id} (${encoder.dimension} dimensions)`);
  }
  return { status: 'ok', detail: names.join(', ') };
}
