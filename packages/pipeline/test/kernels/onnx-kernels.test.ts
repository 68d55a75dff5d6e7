import { referenceKernels } from '@alaas/core';
import { openOnnxKernels, type OnnxKernels } from '@alaas/pipeline';
import { kernelsConformance, seededMatrix } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

kernelsConformance('onnxruntime', async () => {
  const kernels = await openOnnxKernels({ threads: 1 });
  return { kernels, close: () => kernels.close() };
});

describe('openOnnxKernels', () => {
  let kernels: OnnxKernels;
  beforeAll(async () => {
    kernels = await openOnnxKernels();
  });
  afterAll(async () => {
    await kernels.close();
  });

  it('agrees with the reference to 10⁻⁴ on a product and a coverage of some size', async () => {
    const points = seededMatrix(300, 64, 1);
    const candidates = seededMatrix(120, 64, 2);
    const product = await kernels.multiply(points, candidates, { transposeB: true });
    const expected = await referenceKernels.multiply(points, candidates, { transposeB: true });
    for (const [i, value] of product.data.entries()) {
      expect(Math.abs(value - expected.data[i]!)).toBeLessThan(1e-4 * 64);
    }
    const request = { points, candidates, radius: 9 };
    const gains = await kernels.coverageGains(request);
    const wanted = await referenceKernels.coverageGains(request);
    for (const [j, gain] of gains.entries()) {
      expect(Math.abs(gain / wanted[j]! - 1)).toBeLessThan(1e-4);
    }
  });

  it('hands the event loop back between blocks and stops at the next one when cancelled', async () => {
    const controller = new AbortController();
    const points = seededMatrix(20_000, 16, 3);
    const long = kernels.coverageGains({
      points,
      candidates: points,
      radius: 3,
      signal: controller.signal,
    });
    // Runs only when the work yields; the work would otherwise finish and resolve.
    setImmediate(() => controller.abort());
    await expect(long).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('serves several callers at once', async () => {
    const a = seededMatrix(50, 8, 1);
    const alone = await kernels.multiply(a, a, { transposeB: true });
    const together = await Promise.all(
      Array.from({ length: 6 }, () => kernels.multiply(a, a, { transposeB: true })),
    );
    for (const product of together) expect(product).toEqual(alone);
  });
});
