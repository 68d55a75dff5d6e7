import type { OptionSpecs } from '@alaas/core';

/**
 * Option values from how they are written, as on a command line. What cannot be read as the option's
 * kind stays a text, which the check of the options refuses.
 */
export function optionsFromText(
  specs: OptionSpecs,
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const entries = Object.entries(texts).map(([name, text]) => {
    const kind = Object.hasOwn(specs, name) ? specs[name]!.kind : undefined;
    if (kind === 'flag' && (text === 'true' || text === 'false')) return [name, text === 'true'];
    const isNumber = (kind === 'number' || kind === 'integer') && text.trim() !== '';
    return [name, isNumber && Number.isFinite(Number(text)) ? Number(text) : text];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}
