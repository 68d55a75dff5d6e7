import { freemem, totalmem } from 'node:os';

/** Bytes that this process may still take: what is free, within the limit of its container. */
export function availableMemory(): number {
  // macOS counts what it can give back at once as in use: only the size of the machine says something.
  const free = process.platform === 'darwin' ? totalmem() : freemem();
  const limit = process.constrainedMemory();
  if (limit <= 0 || limit >= totalmem()) return free;
  // A container counts cached files as in use, which it gives back, too: only our own share is sure.
  return Math.min(free, Math.max(0, limit - process.memoryUsage.rss()));
}
