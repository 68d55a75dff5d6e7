import { AlaasError } from '@alaas/client';

/** The code of what was thrown; undefined for what is none of ours. */
export function errorCode(thrown: unknown): AlaasError['code'] | undefined {
  return thrown instanceof AlaasError ? thrown.code : undefined;
}
