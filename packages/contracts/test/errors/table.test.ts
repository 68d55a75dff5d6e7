import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ERRORS, EXIT_CODES, exitCodeOf, type ErrorCode } from '@alaas/contracts';
import { describe, expect, it } from 'vitest';

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));
const TABLE = join('contracts', 'src', 'errors');
const codes = Object.keys(ERRORS) as ErrorCode[];
const areas = new Set(codes.map((code) => code.split('_')[0]!));

/** Environment variables that are named as the field at fault. */
const VARIABLES = ['DATABASE_URL'];

interface Mention {
  readonly code: string;
  readonly place: string;
  /** Compared with, not thrown. */
  readonly isCompared: boolean;
}

/** Every text of the sources that looks like a code of one of the table's areas. */
function mentions(): Mention[] {
  const files = readdirSync(PACKAGES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /^[^/\\]+[/\\]src[/\\].*\.ts$/.test(file) && !file.startsWith(`${TABLE}${sep}`),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(PACKAGES, file), 'utf8');
    const found = text.matchAll(
      /(?<before>[=!]==\s*|case\s+|\[)?'(?<code>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g,
    );
    return [...found].flatMap(({ groups }) => {
      const { before = '', code = '' } = groups!;
      if (before === '[' || VARIABLES.includes(code) || !areas.has(code.split('_')[0]!)) return [];
      if (!code.includes('_') && !codes.includes(code as ErrorCode)) return [];
      return [{ code, place: file, isCompared: before !== '' }];
    });
  });
}

describe('the error table', () => {
  const found = mentions();

  it('has every code that the packages throw', () => {
    const unknown = found.filter(({ code }) => !codes.includes(code as ErrorCode));
    expect(unknown).toEqual([]);
  });

  it('has no row that nothing throws', () => {
    const thrown = new Set(found.filter((one) => !one.isCompared).map(({ code }) => code));
    expect(codes.filter((code) => !thrown.has(code))).toEqual([]);
  });

  it('gives every code a status of HTTP, an exit code, a title and what to do', () => {
    for (const code of codes) {
      const { status, title, remedy } = ERRORS[code];
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(status, code).toBeLessThan(600);
      expect(Object.keys(EXIT_CODES).map(Number), code).toContain(exitCodeOf(code));
      expect(exitCodeOf(code), code).not.toBe(0);
      expect(title, code).toMatch(/^[A-Z].*[^.]$/);
      expect(remedy, code).toMatch(/^[A-Z].{8}/);
    }
  });
});
