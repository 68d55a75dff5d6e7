/** Letters that mean something else on the labelling page. */
export const COMMAND_KEYS = {
  undo: 'u',
  skip: 's',
  flag: 'f',
  cannotTell: 'x',
  help: '?',
} as const;

const TAKEN: readonly string[] = Object.values(COMMAND_KEYS);
const DIGITS = [...'1234567890'];
const LETTERS = [...'qwertyuiopasdfghjklzxcvbnm'].filter((letter) => !TAKEN.includes(letter));

/** The key of each class, in order: digits, then letters; undefined where there are too many classes. */
export function classKeys(classes: readonly string[]): readonly (string | undefined)[] {
  const keys = [...DIGITS, ...LETTERS];
  return classes.map((_, i) => keys[i]);
}
