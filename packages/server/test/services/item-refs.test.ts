import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { insideDataRoots, toItemRefs } from '@alaas/server';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alaas-roots-')));
const root = join(folder, 'root');
mkdirSync(join(root, 'images'), { recursive: true });
writeFileSync(join(root, 'images', 'a.png'), 'a');
writeFileSync(join(folder, 'secret'), 's');
mkdirSync(join(folder, 'root-of-another'));
writeFileSync(join(folder, 'root-of-another', 'b.png'), 'b');
symlinkSync(join(folder, 'secret'), join(root, 'link-out'));
symlinkSync('images', join(root, 'link-in'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('paths inside the data roots', () => {
  const inside = join(root, 'images', 'a.png');
  test.each([
    inside,
    'images/a.png',
    'images/../images/a.png',
    'link-in/a.png',
    pathToFileURL(inside).href,
  ])('%s is allowed', (named) => {
    expect(insideDataRoots([join(folder, 'missing'), root], named)).toBe(inside);
  });

  test('a root itself, and a root given by a link', () => {
    expect(insideDataRoots([root], '.')).toBe(root);
    expect(insideDataRoots([join(root, 'link-in')], 'a.png')).toBe(inside);
  });

  test.each([
    '../secret',
    'link-out',
    join(folder, 'secret'),
    join(folder, 'root-of-another', 'b.png'),
    '../root-of-another/b.png',
    'images/none.png',
    'file://host/etc/passwd',
    'file:%',
    '/etc/passwd',
    'a\0b',
  ])('%s is refused', (named) => {
    expect(() => insideDataRoots([root], named)).toThrow(
      expect.objectContaining({ code: 'HTTP_SOURCE_REFUSED' }),
    );
  });

  test('without a root nothing is allowed', () => {
    expect(() => insideDataRoots([], inside)).toThrow(/--data-root/);
  });
});

describe('items', () => {
  const bytes = (text: string) => ({ kind: 'inline', bytes: Buffer.from(text) });

  test('texts', () => {
    expect(toItemRefs([{ text: 'ä' }, { id: 'x', text: '' }], [])).toEqual({
      modality: 'text',
      refs: [
        { id: '0', location: bytes('ä') },
        { id: '1', location: bytes('') },
      ],
    });
  });

  test('addresses, bytes and files', () => {
    const uris = [
      'HTTPS://example.org/a.png',
      'data:image/png;base64,YWI=',
      'data:,a%20b',
      'images/a.png',
    ];
    const { modality, refs } = toItemRefs(
      [{ blob: 'YWI=' }, ...uris.map((uri) => ({ uri }))],
      [root],
    );
    expect(modality).toBe('image');
    expect(refs.map(({ location }) => location)).toEqual([
      bytes('ab'),
      { kind: 'url', url: 'HTTPS://example.org/a.png' },
      bytes('ab'),
      bytes('a b'),
      { kind: 'file', path: join(root, 'images', 'a.png') },
    ]);
  });

  test('texts and images in one pool are refused, and so is a broken data URL', () => {
    expect(() => toItemRefs([{ text: 'a' }, { blob: 'YWI=' }], [])).toThrow(
      expect.objectContaining({ code: 'SELECTION_INPUT_INVALID' }),
    );
    expect(() => toItemRefs([{ uri: 'data:,%' }], [])).toThrow(
      expect.objectContaining({ code: 'SELECTION_INPUT_INVALID' }),
    );
  });
});
