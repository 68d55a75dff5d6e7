import { BUNDLED_ENCODERS, openEncoder } from '@alaas/pipeline';

import type { CheckResult, Patient } from './finding.js';

/** The bundled encoders are whole (by their digests), open, and encode something. */
export async function checkEncoders({ signal }: Patient): Promise<CheckResult> {
  const names: string[] = [];
  for (const { id } of BUNDLED_ENCODERS) {
    const encoder = await openEncoder({ kind: 'bundled', id }, { signal });
    const { sessions, threadsPerSession } = encoder.plan();
    await encoder.close();
    const work = `${sessions} sessions of ${threadsPerSession} threads`;
    names.push(`${id} (${encoder.dimension} dimensions, ${work})`);
  }
  return { status: 'ok', detail: names.join(', ') };
}
