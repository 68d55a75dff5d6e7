import { AlaasClient } from '@alaas/client';

/** The server that this page came from; the session is a cookie. */
export const client = new AlaasClient({ baseUrl: globalThis.location.origin, retries: 2 });
