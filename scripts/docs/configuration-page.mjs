import { code, heading, table } from './markdown.mjs';

const INTRODUCTION = `One file, \`alaas.yaml\`, describes a project. Five lines suffice:

\`\`\`yaml
project: flowers
task: image-classification
data: ./photos
labels: folders
budget: 500
\`\`\`

\`alaas init\` writes one by asking; \`alaas validate\` says what is wrong with one, with line and column,
or what it will do. Relative paths start from the folder of the file. \`\${NAME}\` takes an environment
variable and is an error when it is not set, \`\${NAME:-default}\` has a default, \`$\${\` stands for the
signs themselves. State lies in \`.alaas/\` beside the file; the environment variable \`ALAAS_HOME\`
names another folder.

The YAML of the original ALaaS is accepted unchanged by \`alaas serve\` and \`alaas validate\`.

Editors complete and check the file by its first line, which \`alaas init\` writes:
\`# yaml-language-server: $schema=.alaas/alaas.schema.json\` (a copy of
\`packages/contracts/alaas.schema.json\`).`;

/** The page of every key of alaas.yaml. */
export function configurationPage({ properties, required }) {
  const keys = Object.entries(properties);
  const overview = table(
    ['Key', 'Default', 'Meaning'],
    keys.map(([key, form]) => [
      `[${code(key)}](#${key.toLowerCase()})`,
      defaultOf(form, required.includes(key)),
      form.description,
    ]),
  );
  const sections = keys.map(([key, form]) => section(key, form, required.includes(key)));
  return `${heading('Configuration', INTRODUCTION)}\n## All keys\n\n${overview}\n\n${sections.join('\n')}`;
}

function section(key, form, isRequired) {
  const { description, examples = [] } = form;
  const facts = [
    `- Value: ${valueOf(form)}`,
    ...(isRequired ? ['- Required'] : []),
    ...(form.default === undefined ? [] : [`- Default: ${defaultOf(form, false)}`]),
    ...(examples.length > 0 ? [`- As: ${examples.map(code).join(', ')}`] : []),
  ];
  const below = objectForm(form);
  return `## ${key}\n\n${description}\n\n${facts.join('\n')}\n${below ? `\n${subTable(below)}\n` : ''}`;
}

function subTable({ properties }) {
  const rows = Object.entries(properties).map(([key, form]) => [
    code(key),
    valueOf(form),
    form.description ?? '',
  ]);
  return table(['Key', 'Value', 'Meaning'], rows);
}

function objectForm(form) {
  return [form, ...(form.anyOf ?? [])].find(({ properties }) => properties !== undefined);
}

function defaultOf(form, isRequired) {
  if (isRequired) return '*required*';
  if (form.default === undefined) return '–';
  return code(form.default.id ?? form.default);
}

function valueOf(form) {
  if (form.enum) return form.enum.map(code).join(', ');
  if (form.const !== undefined) return code(form.const);
  if (form.anyOf) return form.anyOf.map(valueOf).join(', or ');
  const words = {
    string: 'text',
    integer: 'whole number',
    number: 'number',
    boolean: '`true` or `false`',
  };
  if (form.type === 'array') return `list (${valueOf(form.items)})`;
  if (form.type === 'object') return form.properties ? 'the keys below' : 'keys with values';
  return `${words[form.type] ?? form.type}${boundsOf(form)}`;
}

function boundsOf({ type, minimum, maximum }) {
  if (type === 'string' || minimum === undefined) return '';
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
    ? `, at least ${minimum}`
    : `, ${minimum} to ${maximum}`;
}
