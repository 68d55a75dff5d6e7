/**
 * Serves the files of a folder over HTTP, each after a delay, with ETag. Started by `fork`: tells
 * its port, and answers "cpu" with the processor seconds that it has used.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [folder, delayMs] = process.argv.slice(2);
const files = new Map();
for (const name of await readdir(folder)) {
  const bytes = await readFile(join(folder, name));
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
  files.set(`/${name}`, { bytes, etag });
}

const server = createServer((request, response) => {
  setTimeout(() => answer(request, response), Number(delayMs));
});
// Programs that rest between two requests find their connection open.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuSeconds: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit());

function answer(request, response) {
  const file = files.get(request.url);
  if (!file) response.writeHead(404).end();
  else if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304, { etag: file.etag }).end();
  } else {
    const headers = { etag: file.etag, 'content-length': file.bytes.length };
    response.writeHead(200, { ...headers, 'content-type': 'image/jpeg' }).end(file.bytes);
  }
}
