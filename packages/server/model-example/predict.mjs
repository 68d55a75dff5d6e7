// Names the class of each item given on the command line:
//   node predict.mjs [--json] <item> [<item> …]
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { prepare } from './prepare.mjs';

const SHOWN = 3;

const besideModel = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const items = process.argv.slice(2).filter((argument) => argument !== '--json');
if (items.length === 0) {
  console.error('Usage: node predict.mjs [--json] <item> [<item> …]');
  process.exit(2);
}

const card = JSON.parse(await readFile(besideModel('model.json'), 'utf8'));
const session = await InferenceSession.create(besideModel('model.onnx'));
const predictions = [];
for (const item of items) {
  const { probabilities } = await session.run(await prepare(item, card, besideModel));
  const classes = card.classes
    .map((name, index) => ({ name, probability: probabilities.data[index] }))
    .sort((a, b) => b.probability - a.probability);
  predictions.push({ item, classes });
}
await session.release();

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(predictions));
} else {
  for (const { item, classes } of predictions) {
    const best = classes
      .slice(0, SHOWN)
      .map(({ name, probability }) => `${name} ${(100 * probability).toFixed(1)} %`);
    console.log(`${item}: ${best.join(', ')}`);
  }
}
