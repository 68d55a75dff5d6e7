import { isIP } from 'node:net';
import { AlaasError } from '@alaas/contracts';

const WILDCARDS = ['0.0.0.0', '::'];

/**
 * A check of the Host header, which keeps a web page from reaching a server on this machine under
 * a name of its own (DNS rebinding). Allowed are loopback names, the bound host, the given names,
 * and any address (which cannot be rebound) when the server listens on all of them.
 *
 * @returns a function that throws AlaasError `HTTP_HOST_REFUSED`.
 */
export function hostCheck(
  boundHost: string,
  allowedHosts: readonly string[],
): (header: string | undefined) => void {
  const allowed = new Set(
    ['localhost', boundHost, ...allowedHosts].map((name) => name.toLowerCase()),
  );
  return (header) => {
    const name = hostName(header ?? '');
    if (allowed.has(name) || isLoopback(name)) return;
    if (WILDCARDS.includes(boundHost) && isIP(name) !== 0) return;
    throw new AlaasError(
      'HTTP_HOST_REFUSED',
      `This server does not answer as ${name || 'no host'}.`,
      {
        field: 'Host',
        value: header,
      },
    );
  };
}

/** `[::1]:80` → `::1`, `Name:80` → `name`. */
function hostName(header: string): string {
  const bracketed = /^\[([^\]]*)\](:\d+)?$/.exec(header);
  return (bracketed?.[1] ?? header.replace(/:\d+$/, '')).toLowerCase();
}

function isLoopback(name: string): boolean {
  return name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
