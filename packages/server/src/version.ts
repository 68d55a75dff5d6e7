import { readFileSync } from 'node:fs';

/** Version of this package, which is that of the product. */
export const ALAAS_VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  }
).version;
