import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeTinyTextFolder } from '@alaas/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const pipeline = new URL('../../dist/index.js', import.meta.url).href;
const OPEN = `
  import { openEncoder } from '${pipeline}';
  try {
    const encoder = await openEncoder('some-org/tiny', { sessions: 1 });
    const { data } = await encoder.encode([await encoder.decode(Buffer.from('my card'))]);
    console.log(JSON.stringify({ id: encoder.id, numbers: data.length }));
    await encoder.close();
  } catch ({ code, message, details }) {
    console.log(JSON.stringify({ code, message, remedy: details.remedy }));
  }`;

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'alaas-hub-'));
});
afterEach(async () => {
  await rm(project, { recursive: true, force: true });
});

/** Opens a hub id in a process whose project may have the peer installed. */
async function openThere(): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', OPEN],
    { cwd: project },
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** A stand-in for the peer that only serves as the folder where a download would end. */
async function installPeer(fromPretrained: string): Promise<void> {
  const peer = join(project, 'node_modules', '@huggingface', 'transformers');
  await mkdir(peer, { recursive: true });
  await writeFile(join(peer, 'package.json'), '{ "type": "module", "main": "index.js" }');
  const loader = `{ async from_pretrained(id) { ${fromPretrained} } }`;
  await writeFile(
    join(peer, 'index.js'),
    `import { cp } from 'node:fs/promises';
     export const env = { cacheDir: ${JSON.stringify(join(project, 'cache'))} };
     export const AutoModel = ${loader};
     export const AutoTokenizer = ${loader};
     export const AutoProcessor = ${loader};`,
  );
}

describe('a hub id', () => {
  it('asks for the optional peer, with the command that installs it', async () => {
    expect(fileURLToPath(pipeline)).toMatch(/dist/);
    expect(await openThere()).toMatchObject({
      code: 'ENCODER_PEER_MISSING',
      message: expect.stringContaining('some-org/tiny'),
      remedy: 'Run: npm install @huggingface/transformers',
    });
  });

  it('is loaded into the cache of the peer and read from there', async () => {
    const remote = join(project, 'remote');
    await writeTinyTextFolder(remote);
    await installPeer(
      `await cp(${JSON.stringify(remote)}, env.cacheDir + '/' + id, { recursive: true }); return {};`,
    );
    expect(await openThere()).toEqual({ id: 'some-org/tiny', numbers: 3 });
    // The second time the cache has it: nothing is loaded any more.
    await installPeer(`throw new TypeError('no network');`);
    expect(await openThere()).toEqual({ id: 'some-org/tiny', numbers: 3 });
  });

  it('says why it could not be had', async () => {
    await installPeer(`throw new TypeError('no network');`);
    expect(await openThere()).toMatchObject({
      code: 'ENCODER_HUB_FAILED',
      message: expect.stringMatching(/some-org\/tiny.*no network/),
    });
  });
});
