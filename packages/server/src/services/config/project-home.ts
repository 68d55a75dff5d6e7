import { join, resolve } from 'node:path';

/** The data folder of a project: `ALAAS_HOME`, else `.alaas` beside its configuration. */
export function projectHome(
  folder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const named = environment['ALAAS_HOME'];
  return named === undefined || named === '' ? join(folder, '.alaas') : resolve(named);
}
