import { settingWords, spread, table } from './table.mjs';

/** Training the head, beside scikit-learn. */
export function headPart(head) {
  if (!head) return [];
  return [
    '## Training the head\n',
    'To the same loss, the optimum + 10⁻⁶, beside scikit-learn.\n',
    ...table(
      ['items', 'classes', 'ours, s', 'scikit-learn, s', 'ours ÷ peer', 'bar'],
      head.cases.map((one) => [
        `${one.items} × ${one.dimension}`,
        String(one.classes),
        spread(one.ours),
        one.peer ? spread(one.peer) : '–',
        one.ratio ? one.ratio.median.toFixed(2) : '–',
        `≤ ${one.bar}${one.met ? '' : ' **missed**'}`,
      ]),
    ),
    ...settingWords(head.setting),
  ];
}

/** The kernels, beside numpy. */
export function kernelsPart(kernels) {
  if (!kernels) return [];
  return [
    '## Kernels\n',
    ...table(
      ['kernel', 'shape', 'ours, s', 'GFLOP/s', 'numpy, s', 'ours ÷ numpy'],
      kernels.cases.map((one) => [
        one.name,
        `${one.shape.join(' × ')} × ${one.dimension}`,
        spread(one.ours),
        one.gigaflops.toFixed(0),
        one.peer ? spread(one.peer) : '–',
        one.ratio ? one.ratio.median.toFixed(2) : '–',
      ]),
    ),
    ...settingWords(kernels.setting),
  ];
}
