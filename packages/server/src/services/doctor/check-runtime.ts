import { matrix } from '@alaas/core';
import { listDevices, openOnnxKernels } from '@alaas/pipeline';

import type { CheckResult } from './finding.js';

/** ONNX Runtime loads and computes a product right. */
export async function checkRuntime(): Promise<CheckResult> {
  const kernels = await openOnnxKernels({ threads: 1 });
  try {
    const left = matrix(2, 2, Float32Array.of(1, 2, 3, 4));
    const { data } = await kernels.multiply(left, left);
    if ([...data].join() === '7,10,15,22') {
      const devices = listDevices().join(', ');
      return { status: 'ok', detail: `loads and computes; devices of this build: ${devices}` };
    }
    const remedy = 'Install it again: npm ci. If it stays, report this processor to us.';
    return { status: 'failed', detail: `computes wrong: ${[...data].join(', ')}`, remedy };
  } finally {
    await kernels.close();
  }
}
