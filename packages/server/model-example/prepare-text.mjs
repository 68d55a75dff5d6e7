// Text → the model's inputs, prepared exactly as it was for training.
import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { Tensor } from 'onnxruntime-node';

/** Takes the text itself. */
export async function prepare(text, card, besideModel) {
  const read = async (name) => JSON.parse(await readFile(besideModel(name), 'utf8'));
  const config = await read('tokenizer_config.json').catch(() => ({}));
  const tokenizer = new Tokenizer(await read('tokenizer.json'), config);
  const ids = tokenIds(tokenizer, text, card.preprocessing.maxTokens);
  const values = {
    input_ids: ids,
    attention_mask: ids.map(() => 1),
    token_type_ids: ids.map(() => 0),
    position_ids: ids.map((_, index) => index),
  };
  const entries = card.inputs.map(({ name, type }) => {
    const data =
      type === 'int64' ? BigInt64Array.from(values[name], BigInt) : Int32Array.from(values[name]);
    return [name, new Tensor(type, data, [1, ids.length])];
  });
  return Object.fromEntries(entries);
}

/** Long texts are cut; the special tokens at their end stay. */
function tokenIds(tokenizer, text, maxTokens) {
  const encode = (part) => [...tokenizer.encode(part).ids];
  const all = encode(text.slice(0, maxTokens * 64));
  if (all.length <= maxTokens) return all;
  const empty = encode('');
  const short = encode('a');
  let trailing = 0;
  const most = Math.min(empty.length, short.length - 1);
  while (trailing < most && empty.at(-1 - trailing) === short.at(-1 - trailing)) trailing++;
  return [...all.slice(0, maxTokens - trailing), ...all.slice(all.length - trailing)];
}
