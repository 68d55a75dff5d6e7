import { describe, expect, test } from 'vitest';
import type { LabelEntry, ProjectStore } from '@alaas/server';

let runs = 0;

/** What every store of a project keeps to; `open` gives a store of a fresh or a named project. */
export function storeConformance(
  name: string,
  open: (projectId: string) => ProjectStore | Promise<ProjectStore>,
): void {
  const items = [
    'a.png',
    'weiß/b.png',
    `https://example.org/${'c'.repeat(5000)}`,
    "d'; drop--",
    '"{,}',
  ];
  const label = (item: string, text = 'cat', round = 0): LabelEntry => ({
    item,
    label: text,
    annotator: 'oracle',
    round,
  });
  const started = async (): Promise<{ store: ProjectStore; runId: string }> => {
    const runId = `run-${runs++}`;
    const store = await open(`project-${runId}`);
    await store.createRun({ runId, status: 'running', configDigest: 'd1' }, items);
    return { store, runId };
  };

  describe(`store conformance: ${name}`, () => {
    test('a project without runs', async () => {
      expect(await (await open(`empty-${runs++}`)).latestRun()).toBeUndefined();
    });

    test('the latest run is the one created last, with its status', async () => {
      const { store, runId } = await started();
      const run = { runId, status: 'running', configDigest: 'd1', workSeconds: 0 };
      expect(await store.latestRun()).toEqual(run);
      await store.setStatus(runId, 'cancelled', 2.5);
      await store.setStatus(runId, 'finished', 1);
      expect(await store.latestRun()).toEqual({ ...run, status: 'finished', workSeconds: 3.5 });
      expect(await store.items(runId)).toEqual(items);
      await store.createRun({ runId: 'next', status: 'waiting', configDigest: 'd2' }, ['x']);
      expect(await store.latestRun()).toEqual({
        runId: 'next',
        status: 'waiting',
        configDigest: 'd2',
        workSeconds: 0,
      });
      expect(await store.labels('next')).toEqual([]);
    });

    test('projects do not see each other', async () => {
      const { store, runId } = await started();
      await store.appendLabels(runId, [label('a.png')]);
      const other = await open(`other-${runs++}`);
      expect(await other.latestRun()).toBeUndefined();
      await expect(other.labels(runId)).rejects.toMatchObject({ code: 'STORE_RUN_UNKNOWN' });
      await other.createRun({ runId, status: 'running', configDigest: 'd' }, items);
      expect(await other.labels(runId)).toEqual([]);
    });

    test('labels come back in the order they were appended, corrections too', async () => {
      const { store, runId } = await started();
      const first = items.map((item, i) => label(item, `class ${i} ü`, -1));
      await store.appendLabels(runId, first);
      await store.appendLabels(runId, []);
      await store.appendLabels(runId, [label('a.png', 'dog', 3)]);
      expect(await store.labels(runId)).toEqual([...first, label('a.png', 'dog', 3)]);
    });

    test('a run and the labels given beforehand are stored together or not at all', async () => {
      const store = await open(`given-${runs++}`);
      const run = { runId: 'first', status: 'running', configDigest: 'd' } as const;
      const wrong = store.createRun(run, items, [label('a.png'), label('unknown.png')]);
      await expect(wrong).rejects.toMatchObject({ code: 'STORE_ITEM_UNKNOWN' });
      expect(await store.latestRun()).toBeUndefined();
      await store.createRun(run, items, [label('a.png', 'cat', -1)]);
      expect(await store.labels('first')).toEqual([label('a.png', 'cat', -1)]);
    });

    test('a label for an unknown item is refused and nothing of its batch is kept', async () => {
      const { store, runId } = await started();
      const attempt = store.appendLabels(runId, [label('a.png'), label('unknown.png')]);
      await expect(attempt).rejects.toMatchObject({
        code: 'STORE_ITEM_UNKNOWN',
        details: { value: 'unknown.png' },
      });
      expect(await store.labels(runId)).toEqual([]);
    });

    test('selections come back by round; the same round again is refused', async () => {
      const { store, runId } = await started();
      const later = { round: 1, strategy: 'margin', items: [items[2]!, items[0]!] };
      const cold = { round: 0, strategy: 'random', items: [items[3]!, items[4]!] };
      await store.appendSelection(runId, later);
      await store.appendSelection(runId, cold);
      await expect(store.appendSelection(runId, later)).rejects.toMatchObject({
        code: 'STORE_ROUND_TAKEN',
      });
      expect(await store.selections(runId)).toEqual([cold, later]);
    });

    test('a run that exists, an item twice and an unknown run are refused', async () => {
      const { store, runId } = await started();
      const run = { runId, status: 'running', configDigest: 'd' } as const;
      await expect(store.createRun(run, ['x'])).rejects.toMatchObject({ code: 'STORE_RUN_EXISTS' });
      const twice = store.createRun({ ...run, runId: 'twice' }, ['x', 'y', 'x']);
      await expect(twice).rejects.toMatchObject({
        code: 'STORE_ITEM_REPEATED',
        details: { value: 'x' },
      });
      expect(await store.latestRun()).toMatchObject({ runId });
      for (const attempt of [
        () => store.setStatus('none', 'failed'),
        () => store.selections('none'),
        () => store.appendSelection('none', { round: 0, strategy: 'random', items: [] }),
        () => store.appendLabels('none', [label('x')]),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'STORE_RUN_UNKNOWN' });
      }
    });

    test('50,000 items and their labels', async () => {
      const store = await open(`large-${runs++}`);
      const pool = Array.from({ length: 50_000 }, (_, i) => `folder/image-${i}.png`);
      await store.createRun({ runId: 'large', status: 'running', configDigest: 'd' }, pool);
      const given = pool.slice(0, 12_000).map((item) => label(item));
      await store.appendLabels('large', given);
      expect(await store.labels('large')).toEqual(given);
    });
  });
}
