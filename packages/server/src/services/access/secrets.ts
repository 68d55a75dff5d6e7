import { createHash, randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 2¹⁵ × 8 × 128 bytes = 32 MB for each check, about 0.1 s: what OWASP asks for. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const KEY_BYTES = 32;

/** A token that nobody can guess, for links, cookies and keys. */
export function newToken(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** Under which a token is kept. Tokens are random, so that a plain digest is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The value that goes with a session's cookie, and that another site's page cannot know. */
export function csrfOf(token: string): string {
  return tokenHash(`csrf/${token}`);
}

/** A password as it is kept, with its salt. */
export async function passwordHash(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derived(password, salt);
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Whether a password is the one that was kept; takes as long where there is none. */
export async function isPassword(password: string, kept: string | undefined): Promise<boolean> {
  const [, salt, key] = (kept ?? NOBODY).split('$');
  const found = await derived(password, Buffer.from(salt!, 'base64url'));
  const isSame = timingSafeEqual(found, Buffer.from(key!, 'base64url'));
  return isSame && kept !== undefined;
}

const NOBODY = `scrypt$${randomBytes(16).toString('base64url')}$${randomBytes(KEY_BYTES).toString('base64url')}`;

function derived(password: string, salt: Buffer): Promise<Buffer> {
  const options: ScryptOptions = COST;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
