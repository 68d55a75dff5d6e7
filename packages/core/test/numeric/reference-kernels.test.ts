import { referenceKernels } from '@alaas/core';
import { kernelsConformance } from '@alaas/testkit';

kernelsConformance('reference', async () => ({
  kernels: referenceKernels,
  close: async () => {},
}));
