import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type Words = { readonly [key: string]: string | Words };

const LOCALES = join(import.meta.dirname, '../src/locales');
const FORMS = /_(zero|one|two|few|many|other)$/;

function words(language: string): Map<string, string> {
  const all = JSON.parse(readFileSync(join(LOCALES, `${language}.json`), 'utf8')) as Words;
  return new Map(flat(all, ''));
}

function flat(part: Words, prefix: string): [string, string][] {
  return Object.entries(part).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

/** Japanese has one form for any number, English two. */
function withoutForms(keys: Iterable<string>): string[] {
  return [...new Set([...keys].map((key) => key.replace(FORMS, '')))].sort();
}

test('English and Japanese say the same things', () => {
  const [en, ja] = [words('en'), words('ja')];
  expect(withoutForms(ja.keys())).toEqual(withoutForms(en.keys()));
  for (const [key, text] of ja) {
    const other = en.get(key)!;
    expect([key, holes(text)]).toEqual([key, holes(other)]);
    expect(text.trim()).not.toBe('');
  }
});

function holes(text: string): string[] {
  return [...text.matchAll(/\{\{\w+\}\}/g)].map(([hole]) => hole).sort();
}
