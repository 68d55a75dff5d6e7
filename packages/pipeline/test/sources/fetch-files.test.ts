import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFetcher, type FetcherOptions, type Location } from '@alaas/pipeline';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

let base: string;
let root: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'alaas-files-'));
  root = join(base, 'root');
  await mkdir(root);
  await writeFile(join(root, 'a.txt'), 'inside');
  await writeFile(join(base, 'out.txt'), 'outside');
});
afterEach(() => rm(base, { recursive: true, force: true }));

function fetcherForTest(options: FetcherOptions = {}) {
  const fetcher = openFetcher(options);
  onTestFinished(() => fetcher.close());
  return fetcher;
}

const file = (path: string, own?: string): Location =>
  own === undefined ? { kind: 'file', path } : { kind: 'file', path, root: own };

describe('a file', () => {
  it('is read once; then its size and times say that it is unchanged', async () => {
    const fetcher = fetcherForTest();
    const place = file(join(root, 'a.txt'));
    const first = await fetcher.fetch(place);
    if (first.kind !== 'content') throw new TypeError('no content');
    expect(Buffer.from(first.bytes).toString()).toBe('inside');
    const known = first.validators!;
    expect(fetcher.isUnchanged(place, known)).toBe(true);
    expect(await fetcher.fetch(place, { known })).toEqual({ kind: 'unchanged' });
    await writeFile(join(root, 'a.txt'), 'longer content');
    expect(fetcher.isUnchanged(place, known)).toBe(false);
    expect(await fetcher.fetch(place, { known })).toMatchObject({ kind: 'content' });
  });

  it('that is gone, or never was a file, is not unchanged', async () => {
    const fetcher = fetcherForTest();
    const first = await fetcher.fetch(file(join(root, 'a.txt')));
    const known = first.kind === 'content' ? first.validators! : { kind: 'http' as const };
    expect(fetcher.isUnchanged(file(join(root, 'gone.txt')), known)).toBe(false);
    expect(fetcher.isUnchanged(file(join(root, 'a.txt', 'below')), known)).toBe(false);
    const page = { kind: 'url', url: 'http://example.test/a.txt' } as const;
    expect(fetcher.isUnchanged(page, { kind: 'http', etag: '"1"' })).toBe(false);
  });

  it('is read again when another one of the same size and time took its place', async () => {
    const fetcher = fetcherForTest();
    const path = join(root, 'a.txt');
    const first = await fetcher.fetch(file(path));
    const { mtime, atime } = await stat(path);
    await writeFile(join(root, 'b.txt'), 'INSIDE');
    await rename(join(root, 'b.txt'), path);
    await utimes(path, atime, mtime);
    const known = first.kind === 'content' ? first.validators : undefined;
    const second = await fetcher.fetch(file(path), { known });
    expect(second.kind === 'content' && Buffer.from(second.bytes).toString()).toBe('INSIDE');
  });

  it('may be empty', async () => {
    await writeFile(join(root, 'empty'), '');
    const fetched = await fetcherForTest().fetch(file(join(root, 'empty')));
    expect(fetched).toMatchObject({ kind: 'content', bytes: new Uint8Array(0) });
  });

  it.each([
    ['that is not there', 'nothing', 'ITEM_NOT_FOUND'],
    ['below a file', 'a.txt/b', 'ITEM_NOT_FOUND'],
    ['with an impossible name', 'x'.repeat(300), 'ITEM_NOT_READABLE'],
    ['that is a folder', '.', 'ITEM_NOT_READABLE'],
  ])('%s has a code of its own', async (...[, name, code]) => {
    await expect(fetcherForTest().fetch(file(join(root, name)))).rejects.toMatchObject({
      name: 'CodedError',
      code,
    });
  });

  it.skipIf(process.platform === 'win32')('that is a pipe does not keep us waiting', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await expect(fetcherForTest().fetch(file(join(root, 'pipe')))).rejects.toMatchObject({
      code: 'ITEM_NOT_READABLE',
    });
  });

  it('that is too large is not read', async () => {
    const fetcher = fetcherForTest({ maxItemBytes: 5 });
    await expect(fetcher.fetch(file(join(root, 'a.txt')))).rejects.toMatchObject({
      code: 'ITEM_TOO_LARGE',
    });
  });

  it('is not read after the signal', async () => {
    const signal = AbortSignal.abort();
    await expect(
      fetcherForTest().fetch(file(join(root, 'a.txt')), { signal }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('the root of a file', () => {
  it('of its source or of the fetcher must really hold it', async () => {
    await symlink(join(base, 'out.txt'), join(root, 'link'));
    await symlink(base, join(root, 'folder'));
    await symlink(join(root, 'a.txt'), join(root, 'within'));
    const outside = ['link', 'folder/out.txt', '../out.txt'].map((name) => `${root}/${name}`);
    const open = fetcherForTest();
    const bound = fetcherForTest({ roots: [join(base, 'root')] });
    for (const path of outside) {
      const refused = { code: 'ITEM_OUTSIDE_ROOT' };
      await expect(open.fetch(file(path, root)), path).rejects.toMatchObject(refused);
      await expect(bound.fetch(file(path)), path).rejects.toMatchObject(refused);
      expect(await open.fetch(file(path))).toMatchObject({ kind: 'content' });
    }
    for (const path of ['a.txt', 'within', 'folder/root/a.txt'].map((name) => join(root, name))) {
      expect(await open.fetch(file(path, root))).toMatchObject({ kind: 'content' });
      expect(await bound.fetch(file(path))).toMatchObject({ kind: 'content' });
    }
  });

  it('may be a link itself', async () => {
    await symlink(root, join(base, 'alias'));
    const fetcher = fetcherForTest({ roots: [join(base, 'alias')] });
    expect(await fetcher.fetch(file(join(base, 'alias', 'a.txt')))).toMatchObject({
      kind: 'content',
    });
  });

  it('is no root of a folder whose name only begins alike', async () => {
    await mkdir(join(base, 'root2'));
    await writeFile(join(base, 'root2', 'b.txt'), 'b');
    const fetcher = fetcherForTest({ roots: [root] });
    await expect(fetcher.fetch(file(join(base, 'root2', 'b.txt')))).rejects.toMatchObject({
      code: 'ITEM_OUTSIDE_ROOT',
    });
  });

  it('allows nothing when there is none', async () => {
    const fetcher = fetcherForTest({ roots: [] });
    await expect(fetcher.fetch(file(join(root, 'a.txt')))).rejects.toMatchObject({
      code: 'ITEM_OUTSIDE_ROOT',
    });
  });

  it('must be there', () => {
    expect(() => openFetcher({ roots: [join(base, 'nowhere')] })).toThrowError(
      expect.objectContaining({ code: 'SOURCE_NOT_FOUND' }),
    );
  });
});
