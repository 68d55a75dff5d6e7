// Vector → the model's input.
import { readFile } from 'node:fs/promises';
import { Tensor } from 'onnxruntime-node';

/** Takes a JSON array of numbers, or the path of a file that holds one. */
export async function prepare(item, card) {
  const text = item.trimStart().startsWith('[') ? item : await readFile(item, 'utf8');
  const vector = Float32Array.from(JSON.parse(text));
  if (vector.length !== card.dimension) {
    throw new RangeError(`The vector has ${vector.length} numbers; ${card.dimension} are needed.`);
  }
  return { embedding: new Tensor('float32', vector, [1, vector.length]) };
}
