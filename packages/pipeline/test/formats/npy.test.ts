import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readLabelsNpy, readMatrixNpy } from '@alaas/pipeline';
import { encodeNpy, type NpyContent } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let written = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'npy-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${written++}.npy`);
  await writeFile(path, bytes);
  return path;
}

const npy = (content: NpyContent) => file(encodeNpy(content));

const numbers = [0, 1, 2, 3, 4, 5];

describe('readMatrixNpy', () => {
  it.each([
    ['<f4', Float32Array.from(numbers)],
    ['<f8', Float64Array.from(numbers)],
    ['|i1', Int8Array.from(numbers)],
    ['<i2', Int16Array.from(numbers)],
    ['<i4', Int32Array.from(numbers)],
    ['<i8', BigInt64Array.from(numbers.map(BigInt))],
    ['|u1', Uint8Array.from(numbers)],
    ['<u2', Uint16Array.from(numbers)],
    ['<u4', Uint32Array.from(numbers)],
    ['<u8', BigUint64Array.from(numbers.map(BigInt))],
    ['|b1', Uint8Array.from([0, 1, 1, 0, 0, 1])],
    // Halves of 0 … 5.
    ['<f2', Uint16Array.from([0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500])],
  ] as const)('reads %s in both orders and both precisions', async (descr, bytes) => {
    const wanted = descr === '|b1' ? [0, 1, 1, 0, 0, 1] : numbers;
    const [a, b, c, d, e, f] = wanted;
    const rowMajor = await npy({ descr, shape: [2, 3], bytes });
    expect(await readMatrixNpy(rowMajor)).toEqual({
      rows: 2,
      cols: 3,
      data: Float32Array.from(wanted),
    });
    expect(await readMatrixNpy(rowMajor, { precision: 'float64' })).toEqual({
      rows: 2,
      cols: 3,
      data: Float64Array.from(wanted),
    });
    const columnMajor = await npy({ descr, shape: [2, 3], bytes, fortran: true });
    expect([...(await readMatrixNpy(columnMajor)).data]).toEqual([a, c, e, b, d, f]);
  });

  it('reads big-endian data, subnormal halves and negative numbers', async () => {
    const swapped = Uint8Array.of(0xff, 0xfe, 0x01, 0x00);
    expect([
      ...(await readMatrixNpy(await npy({ descr: '>i2', shape: [1, 2], bytes: swapped }))).data,
    ]).toEqual([-2, 256]);
    const halves = Uint16Array.of(0x0001, 0x8001, 0xc000);
    const read = await readMatrixNpy(await npy({ descr: '<f2', shape: [3, 1], bytes: halves }));
    expect([...read.data]).toEqual([2 ** -24, -(2 ** -24), -2]);
  });

  it('reads matrices without rows', async () => {
    const path = await npy({ descr: '<f4', shape: [0, 4], bytes: new Float32Array(0) });
    expect(await readMatrixNpy(path)).toMatchObject({ rows: 0, cols: 4 });
  });

  it.each([
    ['NaN', '<f4', Float32Array.of(1, 2, 3, Number.NaN)],
    ['Infinity', '<f8', Float64Array.of(1, 2, 3, Infinity)],
    ['a number beyond float32', '<f8', Float64Array.of(1, 2, 3, 1e300)],
    ['a half NaN', '<f2', Uint16Array.of(0, 0, 0, 0x7e00)],
  ])('refuses %s and tells row and column', async (_, descr, bytes) => {
    await expect(readMatrixNpy(await npy({ descr, shape: [2, 2], bytes }))).rejects.toMatchObject({
      code: 'INPUT_NOT_FINITE',
      details: { row: 1, column: 1 },
    });
  });

  it.each([[[6]], [[1, 2, 3]], [[]]])('refuses the shape %j', async (shape) => {
    const bytes = Float32Array.from(numbers);
    await expect(readMatrixNpy(await npy({ descr: '<f4', shape, bytes }))).rejects.toMatchObject({
      code: 'INPUT_SHAPE',
    });
  });

  it.each(['<c8', '<U5', '|O', '<M8[s]'])('refuses the type %s', async (descr) => {
    const path = await npy({ descr, shape: [1, 1], bytes: new Uint8Array(32) });
    await expect(readMatrixNpy(path)).rejects.toMatchObject({ code: 'ARRAY_INVALID' });
  });

  it('refuses other files, cut files, folders and missing files', async () => {
    const whole = encodeNpy({ descr: '<f4', shape: [2, 3], bytes: Float32Array.from(numbers) });
    for (const bytes of [
      new Uint8Array(0),
      new TextEncoder().encode('a,b\n1,2\n3,4\n'),
      whole.subarray(0, 40),
      whole.subarray(0, whole.length - 1),
    ]) {
      await expect(readMatrixNpy(await file(bytes))).rejects.toMatchObject({
        code: 'ARRAY_INVALID',
      });
    }
    for (const path of [folder, join(folder, 'none.npy')]) {
      await expect(readMatrixNpy(path)).rejects.toMatchObject({
        code: 'FILE_NOT_READABLE',
        details: { field: path },
      });
    }
  });
});

describe('readLabelsNpy', () => {
  it('reads whole numbers of any type, also as one column', async () => {
    const bytes = Float64Array.of(3, 0, 7);
    expect(await readLabelsNpy(await npy({ descr: '<f8', shape: [3], bytes }))).toEqual(
      Int32Array.of(3, 0, 7),
    );
    const column = await npy({ descr: '<i4', shape: [2, 1], bytes: Int32Array.of(1, 2) });
    expect(await readLabelsNpy(column)).toEqual(Int32Array.of(1, 2));
  });

  it.each([1.5, -1, Number.NaN, 2 ** 31])(
    'refuses the label %d and tells its row',
    async (label) => {
      const path = await npy({ descr: '<f8', shape: [2], bytes: Float64Array.of(0, label) });
      await expect(readLabelsNpy(path)).rejects.toMatchObject({
        code: 'LABELS_INVALID',
        details: { row: 1 },
      });
    },
  );

  it('refuses a matrix', async () => {
    const path = await npy({ descr: '<i4', shape: [1, 2], bytes: Int32Array.of(1, 2) });
    await expect(readLabelsNpy(path)).rejects.toMatchObject({ code: 'INPUT_SHAPE' });
  });
});
