import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { drawBars } from './draw-bars.mjs';
import { mebibytes, settingWords, spread, table } from './table.mjs';

const PROGRAM_NAMES = {
  ours: 'ALaaS',
  overlapped: 'overlapped ONNX Runtime',
  dataloader: 'torch DataLoader',
  deepal: 'as DeepAL',
  modal: 'as with modAL',
};

/** From URLs to a batch, beside the Python programs. */
export async function programsPart(programs, folder) {
  if (!programs) return [];
  const { setting, items, delayMs, seconds, peakBytes } = programs;
  const names = Object.keys(PROGRAM_NAMES).filter((name) => seconds[name]);
  const bars = names.map((name) => ({
    label: PROGRAM_NAMES[name],
    value: items / seconds[name].median,
  }));
  const chart = drawBars(bars, 'Images a second from URLs to a batch');
  await writeFile(join(folder, 'images', 'benchmark-programs.svg'), chart);
  return [
    '## From URLs to a batch, beside Python programs\n',
    `${items.toLocaleString('en')} JPEG files over local HTTP, ${delayMs} ms to each answer; MobileNetV3-small at`,
    '224 × 224; the least confident are chosen. Each program in a fresh process, in turn. What each',
    'Python program does is told in `bench/peers/pipeline_peers.py`.\n',
    '![Images a second from URLs to a batch](images/benchmark-programs.svg)\n',
    ...table(
      ['program', 'seconds', 'images a second', 'ours is faster by', 'peak memory'],
      names.map((name) => [
        PROGRAM_NAMES[name],
        spread(seconds[name], 2),
        (items / seconds[name].median).toFixed(0),
        name === 'ours' ? '–' : `${(seconds[name].median / seconds.ours.median).toFixed(2)} ×`,
        mebibytes(peakBytes[name]),
      ]),
    ),
    ...settingWords(setting),
  ];
}

const FORM_WORDS = {
  cold: 'pipeline over HTTP, nothing in the cache',
  warm: 'the same again: every item is asked for, none is sent',
  sequential: 'fetch all, decode all, encode all',
  fetch: 'fetching and hashing alone',
  decode: 'decoding alone',
  encode: 'encoding alone, on all cores',
  folderCold: 'pipeline on a folder, nothing in the cache',
  folderWarm: 'the same again',
};

/** The stages of the pipeline, alone and together. */
export function pipelinePart(pipeline) {
  if (!pipeline) return [];
  const { setting, items, delayMs, seconds, boundSeconds } = pipeline;
  return [
    '## The pipeline and its stages\n',
    `${items.toLocaleString('en')} images with the bundled encoder, ${delayMs} ms to each answer over HTTP. The bound is the`,
    'larger of encoding alone on all cores and all processor seconds of the stages over the cores.\n',
    ...table(
      ['form', 'seconds', 'images a second'],
      [...Object.entries(seconds), ['bound', boundSeconds]].map(([name, one]) => [
        FORM_WORDS[name] ?? 'bound',
        spread(one, 2),
        (items / one.median).toFixed(0),
      ]),
    ),
    ...settingWords(setting),
  ];
}
