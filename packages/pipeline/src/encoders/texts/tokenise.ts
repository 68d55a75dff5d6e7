import { CodedError } from '@alaas/core';
import { Tokenizer } from '@huggingface/tokenizers';

/** Text → token ids, cut to a maximum with the special tokens kept. */
export interface TextTokeniser {
  /** Token that fills short texts up; the model does not look at it. */
  readonly padId: number;
  tokens(text: string): Int32Array;
}

/** The parsed files of a Hugging Face tokenizer, and where they came from. */
export interface TokenizerFiles {
  readonly tokenizer: unknown;
  readonly config: unknown;
  readonly origin: string;
}

/** What is used of the tokenizer; the types that its package ships do not resolve here. */
interface HuggingFaceTokenizer {
  encode(text: string): { readonly ids: readonly (number | undefined)[] };
  token_to_id(token: string): number | undefined;
}
type TokenizerClass = new (tokenizer: unknown, config: unknown) => HuggingFaceTokenizer;

/** Parts that a tokenizer may do without, but that its reader wants to see named. */
const OPTIONAL_PARTS = {
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
};
/** A text has at least one token in so many characters, or it is no text. */
const CHARACTERS_PER_TOKEN = 64;

/**
 * Builds a tokeniser from the parsed `tokenizer.json` and `tokenizer_config.json`.
 *
 * @throws CodedError `ENCODER_TOKENIZER_INVALID`.
 */
export function createTokeniser(files: TokenizerFiles, maxTokens: number): TextTokeniser {
  const tokenizer = build(files);
  const idOf = (token: string | undefined): number =>
    (token === undefined ? undefined : tokenizer.token_to_id(token)) ?? 0;
  const unknown = idOf(unknownToken(files.tokenizer));
  // Models of whole words leave the id of an unknown one undefined.
  const ids = (text: string) => tokenizer.encode(text).ids.map((id) => id ?? unknown);
  const trailing = trailingSpecials(ids(''), ids('a'));
  return {
    padId: idOf(paddingToken(files.config)),
    tokens(text) {
      const all = ids(text.slice(0, maxTokens * CHARACTERS_PER_TOKEN));
      if (all.length <= maxTokens) return Int32Array.from(all);
      const kept = all.slice(0, maxTokens - trailing);
      return Int32Array.from([...kept, ...all.slice(all.length - trailing)]);
    },
  };
}

function build({ tokenizer, config, origin }: TokenizerFiles): HuggingFaceTokenizer {
  try {
    const whole = { ...OPTIONAL_PARTS, ...(tokenizer as object) };
    const built = new (Tokenizer as unknown as TokenizerClass)(whole, config);
    built.encode('a');
    return built;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError(
      'ENCODER_TOKENIZER_INVALID',
      `"${origin}" is not a usable tokenizer: ${reason}.`,
      { field: 'tokenizer', value: origin, cause },
    );
  }
}

/** Special tokens at the end of every text: what an empty and a short text end with alike. */
function trailingSpecials(empty: readonly number[], short: readonly number[]): number {
  let count = 0;
  const most = Math.min(empty.length, short.length - 1);
  while (count < most && empty.at(-1 - count) === short.at(-1 - count)) count++;
  return count;
}

function unknownToken(tokenizer: unknown): string | undefined {
  const { model } = tokenizer as { model?: { unk_token?: unknown } };
  return typeof model?.unk_token === 'string' ? model.unk_token : undefined;
}

function paddingToken(config: unknown): string | undefined {
  const token = (config as { pad_token?: unknown }).pad_token;
  const content =
    typeof token === 'object' && token !== null ? (token as { content?: unknown }).content : token;
  return typeof content === 'string' ? content : undefined;
}
