import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededPngs } from '@alaas/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { databaseForTest } from '../storage/places.js';
import { serverForTest } from '../http/server-for-test.js';
import { untilProject } from './live-server.js';

// Encoding has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000 });

test('images of an imported project are shown by all who share uploads, and no others learn of paths', async () => {
  const { database } = await databaseForTest();
  const { host, user, password } = database.connection();
  const databaseUrl = `postgres://${user}:${String(password)}@${encodeURIComponent(host!)}/postgres`;
  const root = mkdtempSync(join(tmpdir(), 'alaas-shared-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'shared'));
  const homeOf = (name: string, isSharing: boolean) => {
    mkdirSync(join(root, name));
    if (isSharing) symlinkSync(join(root, 'shared'), join(root, name, 'uploads'));
    return join(root, name);
  };
  const start = async (name: string, { worker = false, isSharing = true }) => {
    const home = homeOf(name, isSharing);
    const started = await serverForTest({ databaseUrl, worker, home, sources: {} });
    onTestFinished(() => started.end());
    return started;
  };
  const front = await start('front', {});
  await start('back', { worker: true });
  const stranger = await start('stranger', { isSharing: false });

  const { uploads, projects, jobs, items } = front.client;
  const images = await seededPngs(4, { width: 60, height: 40, seed: 3 });
  const { id: upload, data } = await uploads.begin();
  for (const [i, image] of images.entries()) {
    await uploads.put(upload, { name: `${i}.png`, content: new Blob([new Uint8Array(image)]) });
  }
  const config = { project: 'photos', task: 'image', data, classes: ['yes', 'no'], budget: 4 };
  const { id } = await projects.create({ config });
  await untilProject(front.client, id, ({ work }) => work === 'wait-for-labels');
  const { id: file } = await jobs.wait((await jobs.export(id, { kind: 'project' })).id);
  const archive = await new Response(await jobs.file(file)).blob();
  await uploads.put(upload, { name: 'project.tar', content: archive });
  const begun = await jobs.importProject({ file: `${data}/project.tar` });
  const { project: copy } = await jobs.wait(begun.id);

  for (const { name, contentUrl } of (await items.list(copy!)).items) {
    const response = await fetch(`${front.server.url}${contentUrl}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const image = new Uint8Array(images[Number(name.replace('.png', ''))]!);
    expect({ status: response.status, bytes }).toEqual({ status: 200, bytes: image });
  }
  // The items of the first project are kept by their paths, those of the second by names.
  for (const project of [id, copy!]) {
    for (const { contentUrl } of (await items.list(project)).items) {
      const response = await fetch(`${stranger.server.url}${contentUrl}`);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain(root);
    }
  }
});
