import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CURVE_FAMILIES } from '@alaas/core';
import { curveConformance } from '@alaas/testkit';
import { expect, it } from 'vitest';

for (const family of CURVE_FAMILIES) curveConformance(family);

it('lists every file of the folder, named after its family', async () => {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '../../src/predictor/families');
  const files = (await readdir(folder)).filter((name) => name !== 'index.ts');
  expect(files.sort()).toEqual(CURVE_FAMILIES.map(({ id }) => `${id}.ts`).sort());
});
