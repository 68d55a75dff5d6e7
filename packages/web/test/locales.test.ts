import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@alaas/contracts';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import { PROBLEMS, problemWords } from '../src/lib/problem-words.js';

type Words = { readonly [key: string]: string | Words };

const LOCALES = join(import.meta.dirname, '../src/locales');
const FORMS = /_(zero|one|two|few|many|other)$/;

function wordsOf(file: string): Words {
  return JSON.parse(readFileSync(join(LOCALES, `${file}.json`), 'utf8')) as Words;
}

function words(file: string): Map<string, string> {
  return new Map(flat(wordsOf(file), ''));
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

/** What only the command line meets, and programs that call the API. */
const ELSEWHERE = new RegExp(
  [
    '^(BATCH|CLI|CONFIG|DATABASE|DOMAIN_FIT|FORECAST|INPUT|PLAN|POC|SELECTION|SIMULATION|STORE)_',
    '^(AGENT_OBSERVATION_UNEXPECTED|ENCODER_CLOSED|PROJECT_LOCKED)$',
    '^HTTP_(HOST_REFUSED|MEDIA_TYPE|PORT_UNAVAILABLE)$',
    '^RUN_(CHANGED|MISSING|WITHOUT_AGENT)$',
  ].join('|'),
);

test('every problem that the application may meet has Japanese words', () => {
  const own = [...words('ja').keys()].flatMap((key) =>
    key.startsWith('problems.') ? [key.slice('problems.'.length)] : [],
  );
  const further = [...words('ja-problems').keys()].map((key) =>
    key.replace(/\.(title|remedy)$/, ''),
  );
  const known = new Set([...own, ...further]);
  const codes = Object.keys(ERRORS);
  expect([...known].filter((code) => !codes.includes(code))).toEqual([]);
  expect(codes.filter((code) => !known.has(code) && !ELSEWHERE.test(code))).toEqual([]);
});

test('a problem is told in the language of the page, with what the server says of it', async () => {
  const ja = { translation: wordsOf('ja'), [PROBLEMS]: wordsOf('ja-problems') };
  await i18next.init({ lng: 'ja', resources: { en: { translation: wordsOf('en') }, ja } });
  const said = { detail: 'What the server says.', remedy: 'What it advises.' };
  // Words for the first are those of the pages, for the second those beside them.
  for (const code of ['HTTP_SOURCE_REFUSED', 'RUN_NOTHING_LEARNED']) {
    const told = problemWords({ code, ...said });
    expect(told).toMatchObject({ lang: 'ja', detail: said.detail });
    for (const text of [told.title, told.remedy]) expect(text).toMatch(/[\u3041-\u3093]/);
  }
  await i18next.changeLanguage('en');
  for (const code of ['HTTP_SOURCE_REFUSED', 'RUN_NOTHING_LEARNED']) {
    const { title, remedy, lang } = problemWords({ code, ...said });
    expect({ title, remedy, lang }).toEqual({
      title: said.detail,
      remedy: said.remedy,
      lang: 'en',
    });
  }
});

function holes(text: string): string[] {
  return [...text.matchAll(/\{\{\w+\}\}/g)].map(([hole]) => hole).sort();
}
