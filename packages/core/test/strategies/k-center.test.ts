import { kCenter, selectBatch } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { seededMatrix } from '@alaas/testkit';
import { expect, it } from 'vitest';

it.each([0, 1e4])('takes the farthest item each time, with the pool around %d', async (offset) => {
  const kernels = await openOnnxKernels();
  try {
    const { rows, cols, data } = seededMatrix(1500, 8, 9);
    const embeddings = { rows, cols, data: data.map((value) => value + offset) };
    const picked = await selectBatch(kCenter, { embeddings }, { count: 60, kernels });
    const nearest = new Float64Array(rows).fill(Infinity);
    for (const [at, pick] of picked.entries()) {
      if (at > 0) expect(nearest[pick]).toBe(Math.max(...nearest));
      for (let i = 0; i < rows; i++) {
        let squared = 0;
        for (let k = 0; k < cols; k++) {
          squared += (embeddings.data[i * cols + k]! - embeddings.data[pick * cols + k]!) ** 2;
        }
        nearest[i] = Math.min(nearest[i]!, squared);
      }
    }
  } finally {
    await kernels.close();
  }
});
