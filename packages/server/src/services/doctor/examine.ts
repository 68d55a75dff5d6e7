import { AlaasError } from '@alaas/contracts';
import { throwIfCancelled } from '@alaas/core';

import { checkDatabasePlace } from './check-database-place.js';
import { checkDisk } from './check-disk.js';
import { checkEncoders } from './check-encoders.js';
import { checkImages } from './check-images.js';
import { checkMachine } from './check-machine.js';
import { checkNode } from './check-node.js';
import { checkRuntime } from './check-runtime.js';
import type { CheckResult, Finding, Patient } from './finding.js';

/** One check; what it throws is a failure. */
interface Check {
  readonly name: Finding['name'];
  readonly run: (patient: Patient) => Promise<CheckResult>;
}

const CHECKS: readonly Check[] = Object.freeze([
  { name: 'node', run: checkNode },
  { name: 'machine', run: checkMachine },
  { name: 'disk', run: checkDisk },
  { name: 'onnxruntime', run: checkRuntime },
  { name: 'images', run: checkImages },
  { name: 'encoders', run: checkEncoders },
  { name: 'database', run: checkDatabasePlace },
]);

/**
 * Examines this machine, check by check; a check that fails does not end the others.
 *
 * @throws AlaasError `CANCELLED`.
 */
export async function* examine(patient: Patient): AsyncGenerator<Finding, void, undefined> {
  for (const { name, run } of CHECKS) {
    throwIfCancelled(patient.signal);
    yield { name, ...(await run(patient).catch(failed)) };
  }
}

function failed(thrown: unknown): CheckResult {
  const error = AlaasError.from(thrown);
  if (error.code === 'CANCELLED') throw error;
  return { status: 'failed', detail: error.message, remedy: error.remedy };
}
