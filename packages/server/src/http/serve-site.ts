import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const PAGE = 'index.html';

/** Nothing from elsewhere, no script in a page; the component library writes style elements. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Answers a request for a page of the application; undefined for any other request. */
export type SendPage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

/**
 * Serves the files of the web application. Its pages have addresses of their own, at which there are
 * no files: what `SendPage` gives answers them with the one page that there is.
 */
export async function serveSite(app: FastifyInstance, folder: string): Promise<SendPage> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: PAGE,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (response, path) => {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
      // The names of assets tell their content.
      const isNamedByContent = path.replaceAll('\\', '/').includes('/assets/');
      response.setHeader(
        'cache-control',
        isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return (request, reply) => (asksForPage(request) ? reply.sendFile(PAGE) : undefined);
}

function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  const isPage = method === 'GET' && (headers.accept ?? '').includes('text/html');
  return isPage && !/^\/(api|assets)\//.test(url);
}
