import { aliasesOf } from '@alaas/core';

import { code, heading, table } from './markdown.mjs';

const INTRODUCTION = `How items are chosen: \`strategy:\` in \`alaas.yaml\`, \`--strategy\` on the command line. \`auto\` (the
default) is \`uncertainty-herding\`, and \`max-herding\` before there is a head. The same seed gives the
same answer.`;

const INPUT_WORDS = {
  embeddings: 'embeddings of the pool',
  probabilities: 'probabilities of the pool',
  labelledEmbeddings: 'embeddings of the labelled items',
  labelledTargets: 'labels of the labelled items',
  head: 'the head',
  examples: 'embeddings of example items',
};

/** The page of the strategies, in the order of the registry. */
export function strategyPage(strategies) {
  const overview = table(
    ['Id', 'When to use it'],
    strategies.map(({ id, summary }) => [`[${code(id)}](#${id})`, summary]),
  );
  return `${heading('Strategies', INTRODUCTION)}\n${overview}\n\n${strategies.map(section).join('\n')}`;
}

function section({ id, title, summary, source, cost, needs, uses, randomised, options }) {
  const facts = [
    `- Needs: ${wordsOf(needs) || 'nothing'}${uses.length > 0 ? `; uses where there: ${wordsOf(uses)}` : ''}`,
    `- Another seed gives another batch: ${randomised ? 'yes' : 'no'}`,
    `- Cost: ${cost}`,
    `- Source: ${source}`,
    ...aliasesOf(id).map(aliasLine),
  ];
  return `## ${id}\n\n**${title}.** ${summary}\n\n${facts.join('\n')}\n${optionTable(options)}`;
}

function aliasLine({ name, options = {}, note }) {
  const set = Object.entries(options).map(([option, value]) => code(`${option}=${value}`));
  return `- Also called ${code(name)}${set.length > 0 ? ` (${set.join(', ')})` : ''}: ${note}`;
}

function wordsOf(inputs) {
  return inputs.map((name) => INPUT_WORDS[name] ?? name).join(', ');
}

function optionTable(options) {
  const rows = Object.entries(options).map(([name, option]) => [
    code(name),
    valuesOf(option),
    code(option.default),
    option.help,
  ]);
  return rows.length === 0 ? '' : `\n${table(['Option', 'Values', 'Default', 'Meaning'], rows)}\n`;
}

function valuesOf(option) {
  switch (option.kind) {
    case 'number':
    case 'integer':
      return `${option.kind === 'integer' ? 'whole number' : 'number'}, ${option.min} to ${option.max}`;
    case 'choice':
      return option.choices.map(code).join(', ');
    case 'flag':
      return '`true`, `false`';
  }
}
