import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { AlaasError, checkProject, describeKey, projectJsonSchema } from '@alaas/contracts';
import { STRATEGIES } from '@alaas/core';
import { stringify } from 'yaml';

/** The five lines of a project. */
export interface ProjectLines {
  readonly project: string;
  readonly task: string;
  readonly data: string;
  /** Absent: people label by file. */
  readonly labels?: string | undefined;
  readonly budget: number;
}

/** Where a configuration was written. */
export interface WrittenConfig {
  readonly file: string;
  /** The schema that editors read. */
  readonly schema: string;
}

/**
 * Writes `alaas.yaml`, and beside it, into `.alaas`, the schema with which editors complete and
 * check it.
 *
 * @param options.force writes over a file that is there.
 * @throws AlaasError `CONFIG_INVALID` when a line is wrong by itself (whether the data are there is
 *   not looked at), `CONFIG_EXISTS`, `OUTPUT_WRITE_FAILED`.
 */
export async function writeProjectConfig(
  file: string,
  lines: ProjectLines,
  { force = false }: { readonly force?: boolean } = {},
): Promise<WrittenConfig> {
  checkLines(lines);
  const path = resolve(file);
  const schema = join(dirname(path), '.alaas', 'alaas.schema.json');
  const reference = relative(dirname(path), schema).replaceAll('\\', '/');
  const text = yamlOf(lines, reference);
  const ids = STRATEGIES.map(({ id }) => id);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: force ? 'w' : 'wx' });
    await mkdir(dirname(schema), { recursive: true });
    await writeFile(schema, `${JSON.stringify(projectJsonSchema(ids), null, 2)}\n`);
  } catch (cause) {
    throw writeError(path, cause);
  }
  return { file: path, schema };
}

function checkLines(lines: ProjectLines): void {
  const first = checkProject(lines).issues[0];
  if (!first) return;
  const { message, value, path } = first;
  const remedy = describeKey(path);
  throw new AlaasError('CONFIG_INVALID', message, {
    field: path.join('.'),
    value,
    ...(remedy !== undefined && { remedy }),
  });
}

function yamlOf({ project, task, data, labels, budget }: ProjectLines, schema: string): string {
  const line = (key: string, value: string | number) => stringify({ [key]: value }).trimEnd();
  return [
    `# yaml-language-server: $schema=${schema}`,
    '# Every key: docs/reference/configuration.md. Check this file with: alaas validate',
    line('project', project),
    line('task', task),
    line('data', data),
    labels === undefined
      ? '# labels: folders    # known labels play the annotator; without them people label by file'
      : line('labels', labels),
    line('budget', budget),
    '',
    '# strategy: auto     # how items are chosen',
    '# batch: grow        # labels per round',
    '# seed: 0            # the same seed gives the same answer',
    '# test: ./test-data  # measure on these items; else on a part of the labelled ones',
    '',
  ].join('\n');
}

function writeError(file: string, cause: unknown): AlaasError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EEXIST') {
    return new AlaasError('CONFIG_EXISTS', `There is a "${basename(file)}" already.`, {
      field: 'config',
      value: file,
      cause,
    });
  }
  return new AlaasError('OUTPUT_WRITE_FAILED', `"${file}" cannot be written: ${message}`, {
    field: 'config',
    value: file,
    cause,
  });
}
