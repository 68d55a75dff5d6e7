import { CodedError } from '../../errors.js';
import { nearestName } from '../../numeric/nearest-name.js';
import type { OptionSpec, OptionSpecs, OptionValues } from './options.js';
import type { QueryStrategy } from './strategy.js';

/**
 * The options of a strategy: what was given, checked, and the defaults of the rest.
 *
 * @throws CodedError `STRATEGY_OPTION_UNKNOWN` (with the nearest name), `STRATEGY_OPTION_INVALID`.
 */
export function checkOptions<Specs extends OptionSpecs>(
  { id, options }: Pick<QueryStrategy<never, never, Specs>, 'id' | 'options'>,
  given: Readonly<Record<string, unknown>>,
): OptionValues<Specs> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(options, name)) throw unknownOption(id, name, Object.keys(options));
  }
  const entries = Object.entries(options).map(([name, spec]) => {
    const value = given[name] ?? spec.default;
    if (!isAdmitted(spec, value)) {
      throw new CodedError(
        'STRATEGY_OPTION_INVALID',
        `The option "${name}" of ${id} must be ${describeOption(spec)}, not ${JSON.stringify(value)}.`,
        { field: name, value },
      );
    }
    return [name, value];
  });
  return Object.freeze(Object.fromEntries(entries)) as OptionValues<Specs>;
}

/** What values an option admits, in words, as `an integer from 1 to 300`. */
export function describeOption(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'number':
      return `a number from ${spec.min} to ${spec.max}`;
    case 'integer':
      return `an integer from ${spec.min} to ${spec.max}`;
    case 'choice':
      return `one of ${spec.choices.join(', ')}`;
    case 'flag':
      return 'true or false';
  }
}

function isAdmitted(spec: OptionSpec, value: unknown): boolean {
  switch (spec.kind) {
    case 'number':
      return typeof value === 'number' && value >= spec.min && value <= spec.max;
    case 'integer':
      return Number.isInteger(value) && Number(value) >= spec.min && Number(value) <= spec.max;
    case 'choice':
      return typeof value === 'string' && spec.choices.includes(value);
    case 'flag':
      return typeof value === 'boolean';
  }
}

function unknownOption(id: string, name: string, known: readonly string[]): CodedError {
  const meant = nearestName(name, known);
  const hint = meant ? ` Did you mean "${meant}"?` : '';
  return new CodedError('STRATEGY_OPTION_UNKNOWN', `${id} has no option "${name}".${hint}`, {
    field: name,
    value: name,
    remedy: known.length > 0 ? `Its options are: ${known.join(', ')}.` : 'It has no options.',
  });
}
