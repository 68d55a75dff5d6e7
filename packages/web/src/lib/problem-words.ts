import i18next from 'i18next';

/** What the server says of a problem, in its own language. */
export interface ServerWords {
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
}

/** The same for people, and what only the server can say: names and values, in English. */
export interface ProblemWords {
  readonly title: string;
  readonly remedy: string;
  readonly lang: string;
  readonly detail: string | undefined;
}

/** Resources of a language under this name: title and remedy by code. English ones are the server's. */
export const PROBLEMS = 'problems';

/** In the language of the application where it has words for the code. */
export function problemWords({ code, detail, remedy }: ServerWords): ProblemWords {
  const { language } = i18next;
  const known = ownWords(code, language);
  if (known === undefined) return { title: detail, remedy, lang: 'en', detail: undefined };
  return { ...known, lang: language, detail };
}

/** English needs none: there the words of the server say more, with names and values. */
function ownWords(
  code: string,
  language: string,
): Pick<ProblemWords, 'title' | 'remedy'> | undefined {
  if (language === 'en') return undefined;
  const word = (key: string) => i18next.getResource(language, 'translation', key) as string;
  if (i18next.exists(`problems.${code}`)) {
    return { title: word(`problems.${code}`), remedy: word(`remedies.${code}`) };
  }
  return i18next.getResource(language, PROBLEMS, code) as ReturnType<typeof ownWords>;
}
