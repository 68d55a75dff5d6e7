import { checkLegacy, isLegacy } from '@alaas/contracts';
import { describe, expect, it } from 'vitest';

/** As the documentation of the original ALaaS has it. */
const ORIGINAL = {
  name: 'IMG_CLASSIFICATION',
  version: 0.1,
  active_learning: {
    strategy: {
      type: 'LeastConfidence',
      model: { name: 'resnet18', hub: 'pytorch/vision:v0.10.0', batch_size: 1, device: 'cpu' },
      infer: {},
    },
    al_worker: { protocol: 'http', host: '0.0.0.0', port: 8081, replicas: 1 },
  },
};

describe('the YAML of the original ALaaS', () => {
  it('is told apart and accepted unchanged', () => {
    expect(isLegacy(ORIGINAL)).toBe(true);
    expect(checkLegacy(ORIGINAL)).toEqual({ config: ORIGINAL, issues: [] });
    for (const input of [null, 'text', { project: 'a' }]) expect(isLegacy(input)).toBe(false);
  });

  it.each(['http', 'grpc', 'ws'])('speaks of %s', (protocol) => {
    const worker = { ...ORIGINAL.active_learning.al_worker, protocol };
    const input = { active_learning: { ...ORIGINAL.active_learning, al_worker: worker } };
    expect(checkLegacy(input).issues).toEqual([]);
  });

  it('is told what is wrong, by path', () => {
    const input = { active_learning: { strategy: {}, al_worker: { port: 'x', protocol: 'tcp' } } };
    const { config, issues } = checkLegacy(input);
    expect(config).toBeUndefined();
    expect(issues.map(({ path }) => path.join('.')).toSorted()).toEqual([
      'active_learning.al_worker.port',
      'active_learning.al_worker.protocol',
      'active_learning.strategy.type',
    ]);
  });
});
