import { createHash } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';

const SCRIPT = `
const form = document.querySelector('form');
const said = document.querySelector('output');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  const { name, password } = Object.fromEntries(new FormData(form));
  const response = await fetch('/api/v1/join', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name, password }),
  });
  const answer = await response.json();
  said.textContent = response.ok
    ? 'You have joined as ' + answer.user + ' (' + answer.role + ').'
    : answer.detail;
});`;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Join ALaaS</title>
<h1>Join ALaaS</h1>
<form>
<p><label>Name <input name="name" required autocomplete="username" pattern="[A-Za-z0-9_.@+\\-]{1,100}"></label></p>
<p><label>Password <input name="password" type="password" required minlength="10" autocomplete="new-password"></label></p>
<p><button>Join</button></p>
</form>
<output></output>
<script>${SCRIPT}</script>
</html>
`;

const POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * `GET /join`: the page of an invitation. The token comes after the `#` of the link, so that no server
 * or proxy writes it into its log.
 */
export const joinPageRoute: FastifyPluginAsync = async (app) => {
  app.get('/join', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .headers({ 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer' })
      .type('text/html; charset=utf-8')
      .send(PAGE),
  );
};
