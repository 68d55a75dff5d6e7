import type { FastifyRequest } from 'fastify';
import { AlaasError } from '@alaas/contracts';

const HEADER = 'alaas-annotator';
const NAME = /^[\w.@+-]{1,100}$/;

/**
 * Who labels. On a server without users the caller names itself; whoever gives no name is `local`.
 *
 * @throws AlaasError `HTTP_REQUEST_INVALID` for a name that is none.
 */
export function annotatorOf({ headers }: FastifyRequest): string {
  const name = headers[HEADER] ?? 'local';
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new AlaasError('HTTP_REQUEST_INVALID', `${HEADER}: "${String(name)}" is no name.`, {
    field: HEADER,
    value: name,
  });
}
