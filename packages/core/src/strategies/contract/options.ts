/** An option described as data: type, check, JSON Schema, CLI help and docs all come from it. */
export type OptionSpec = NumberOption | ChoiceOption | FlagOption;

/** A bounded number. */
export interface NumberOption {
  readonly kind: 'number' | 'integer';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly help: string;
}

/** One of a few names. */
export interface ChoiceOption {
  readonly kind: 'choice';
  readonly default: string;
  readonly choices: readonly string[];
  readonly help: string;
}

/** On or off. */
export interface FlagOption {
  readonly kind: 'flag';
  readonly default: boolean;
  readonly help: string;
}

/** All options of one strategy, by name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The values that a description admits. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends NumberOption
    ? number
    : Specs[Name] extends FlagOption
      ? boolean
      : Specs[Name] extends { choices: readonly (infer Choice)[] }
        ? Choice
        : never;
};
