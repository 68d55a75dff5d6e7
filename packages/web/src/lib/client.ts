import { AlaasClient } from '@alaas/client';

/** The server that this page came from; the session is a cookie. */
export const client = new AlaasClient({
  baseUrl: globalThis.location.origin,
  retries: 2,
  // What is given back at the end of a visit has to arrive although the page is gone.
  fetch: (input, init) => fetch(input, { ...init, keepalive: init?.method === 'DELETE' }),
});
