import { readFileSync } from 'node:fs';

/**
 * Peak of the resident memory of this process. On Linux from /proc: what `resourceUsage` tells there
 * begins with the peak of the process that started this one.
 */
export function peakBytes() {
  const kibibytes =
    process.platform === 'linux'
      ? /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
      : undefined;
  return 1024 * Number(kibibytes ?? process.resourceUsage().maxRSS);
}
