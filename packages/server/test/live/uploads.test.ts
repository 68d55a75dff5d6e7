import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  joined,
  knownPool,
  labelAll,
  liveServer,
  untilProject,
  type LiveServer,
} from './live-server.js';

const pool = knownPool();
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
beforeAll(async () => {
  live = await liveServer(pool, { sources: {} });
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

const fileOf = (name: string) => new Blob([readFileSync(join(pool.root, name))]);

test('a project learns from files that were sent to it', async () => {
  const client = live.as('manager');
  const upload = await client.uploads.begin();
  expect(upload).toMatchObject({ data: `upload:${upload.id}`, files: 0, bytes: 0 });
  for (const name of ['x.npy', 'xt.npy', 'yt.npy']) {
    const content = fileOf(name);
    const sent = await client.uploads.put(upload.id, { name: `vectors/${name}`, content });
    expect(sent).toEqual({ name: `vectors/${name}`, bytes: content.size });
  }
  expect((await client.uploads.get(upload.id)).files).toBe(3);
  const place = (name: string) => `${upload.data}/vectors/${name}`;
  const config = pool.config({
    data: place('x.npy'),
    test: { embeddings: place('xt.npy'), labels: place('yt.npy') },
    budget: 20,
  });
  const { id } = await client.projects.create({ config });
  await untilProject(client, id, ({ work }) => work === 'wait-for-labels');
  await labelAll(client, id, pool.truth);
  const ended = await untilProject(client, id, ({ status }) => status === 'stopped');
  expect(ended.pool).toEqual({ items: 200, quarantined: 0 });
});

test('a file of the same name is replaced; an empty one is one too; all can be removed', async () => {
  const { uploads } = live.as('manager');
  const { id } = await uploads.begin();
  await uploads.put(id, { name: 'a.txt', content: new Blob(['long']) });
  await uploads.put(id, { name: 'a.txt', content: new Blob(['so']) });
  await uploads.put(id, { name: 'b.txt', content: new Blob([]) });
  expect(await uploads.get(id)).toMatchObject({ files: 2, bytes: 2 });
  await uploads.remove(id);
  await expect(uploads.get(id)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
});

test('what is in an upload is told before a project is made of it', async () => {
  const { uploads } = live.as('manager');
  const { id, data } = await uploads.begin();
  for (const name of ['cats/a.txt', 'cats/b.txt', 'dogs/a.txt']) {
    await uploads.put(id, { name, content: new Blob([name]) });
  }
  const content = new Blob(['id,review\n1,good\n']);
  await uploads.put(id, { name: 'reviews.csv', content });
  expect(await uploads.inspect(data)).toMatchObject({
    task: 'text-classification',
    items: 3,
    classes: ['cats', 'dogs'],
    columns: [],
  });
  expect(await uploads.inspect(`${data}/reviews.csv`)).toMatchObject({
    items: null,
    columns: ['id', 'review'],
  });
  for (const elsewhere of [`${data}/gone`, '/etc', `upload:${crypto.randomUUID()}`]) {
    await expect(uploads.inspect(elsewhere)).rejects.toMatchObject({ code: 'HTTP_SOURCE_REFUSED' });
  }
});

describe('what is refused', () => {
  test.each([
    '../outside.txt',
    'a/../../outside.txt',
    '/etc/outside.txt',
    'a//b',
    '.hidden',
    'a\\b',
    'c:\\x',
    `${'a'.repeat(300)}.png`,
  ])('the name %j', async (name) => {
    const { uploads } = live.as('manager');
    const { id } = await uploads.begin();
    const put = uploads.put(id, { name, content: new Blob(['x']) });
    await expect(put).rejects.toMatchObject({
      code: 'UPLOAD_NAME_INVALID',
      details: { field: 'name' },
    });
    expect(await uploads.get(id)).toMatchObject({ files: 0 });
  });

  test('a name with a NUL', async () => {
    const { uploads } = live.as('manager');
    const { id } = await uploads.begin();
    const put = uploads.put(id, { name: 'nul\u0000', content: new Blob(['x']) });
    await expect(put).rejects.toMatchObject({
      code: 'HTTP_REQUEST_INVALID',
      details: { field: 'name' },
    });
    expect(await uploads.get(id)).toMatchObject({ files: 0 });
  });

  test('an upload that is not there, and what is no file', async () => {
    const { uploads } = live.as('manager');
    const id = crypto.randomUUID();
    const put = uploads.put(id, { name: 'a.txt', content: new Blob(['x']) });
    await expect(put).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
    const begun = await uploads.begin();
    const url = `${live.server.url}/api/v1/uploads/${begun.id}/files?name=a.txt`;
    for (const type of ['application/json', 'text/csv', undefined]) {
      const headers = type === undefined ? {} : { 'content-type': type };
      // Of bytes without a type, fetch says nothing.
      const body = new TextEncoder().encode('{}');
      const response = await fetch(url, { method: 'PUT', body, headers });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({
        code: 'HTTP_MEDIA_TYPE',
        remedy: expect.stringContaining('"Content-Type: application/octet-stream"'),
        details: { field: 'content-type', value: type ?? null },
      });
    }
  });

  test.each([
    ['the folder of all uploads', 'upload:/x.npy'],
    ['another folder beside them', `upload:${crypto.randomUUID()}/../../x.npy`],
    ['an upload that is not there', `upload:${crypto.randomUUID()}/x.npy`],
  ])('a project on %s', async (_, data) => {
    const create = live.as('manager').projects.create({ config: pool.config({ data }) });
    await expect(create).rejects.toMatchObject({ code: 'HTTP_SOURCE_REFUSED' });
  });
});

test('an upload is as if it were not there to all but its maker and owners', async () => {
  const before = await live.as('manager').uploads.begin();
  const { url, firstInvitation } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const manager = async (name: string) => {
    const { token } = await owner.people.invite({ role: 'manager' });
    return joined(url, { token, name });
  };
  const maria = await manager('maria');
  const paul = await manager('paul');
  const { id, data } = await maria.uploads.begin();
  for (const name of ['x.npy', 'xt.npy', 'yt.npy']) {
    await maria.uploads.put(id, { name, content: fileOf(name) });
  }
  const config = pool.config({
    data: `${data}/x.npy`,
    test: { embeddings: `${data}/xt.npy`, labels: `${data}/yt.npy` },
  });
  const content = new Blob(['other']);
  for (const call of [
    () => paul.uploads.get(id),
    () => paul.uploads.put(id, { name: 'x.npy', content }),
    () => paul.uploads.remove(id),
  ]) {
    const refused = call();
    await expect(refused).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN', details: { value: id } });
  }
  for (const call of [
    () => paul.uploads.inspect(`${data}/x.npy`),
    () => paul.projects.create({ config }),
    () => paul.jobs.examineData({ config }),
    () => paul.jobs.importProject({ file: `${data}/x.npy` }),
  ]) {
    await expect(call()).rejects.toMatchObject({
      code: 'HTTP_SOURCE_REFUSED',
      message: expect.stringContaining('it is not there'),
    });
  }
  expect(await maria.uploads.get(id)).toMatchObject({ files: 3 });
  expect(await owner.uploads.get(id)).toMatchObject({ files: 3 });
  const project = await maria.projects.create({ config });
  await untilProject(maria, project.id, ({ work }) => work === 'wait-for-labels');
  await owner.people.addMember(project.id, 'paul');
  for (const call of [
    () => paul.jobs.addItems(project.id, { data: `${data}/x.npy` }),
    () => paul.jobs.importLabels(project.id, { file: `${data}/yt.npy` }),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'HTTP_SOURCE_REFUSED' });
  }
  // What was begun before anybody had joined stays there for all.
  expect(await paul.uploads.get(before.id)).toMatchObject({ files: 0 });
  await maria.uploads.remove(id);
  await expect(maria.uploads.get(id)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
});
