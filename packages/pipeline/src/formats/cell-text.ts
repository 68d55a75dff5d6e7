/** A value of a table as text: numbers and the like are ids and labels too, lists are not. */
export function cellText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  const isPlain = typeof value === 'number' || typeof value === 'bigint';
  return isPlain || typeof value === 'boolean' ? String(value) : undefined;
}

/** A label: as people write one name in more than one way, spaces around and forms of accents go. */
export function cellLabel(value: unknown): string | undefined {
  return cellText(value)?.normalize('NFC') || undefined;
}
