import { scrypt, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/**
 * One of the settings that OWASP calls equal: 12 MiB, three passes, one lane. Of those it is the one that keeps twenty
 * sign-ins at once under 300 ms on two cores (docs/decisions/702).
 */
const ARGON2ID = { algorithm: 2, memoryCost: 12_288, timeCost: 3, parallelism: 1 } as const;
/** What hashes that are made now begin with. */
export const CURRENT_HASH = `$argon2id$v=19$m=${ARGON2ID.memoryCost},t=${ARGON2ID.timeCost},p=${ARGON2ID.parallelism}$`;

/** Hashes at once: the threads that they run on also read files and resolve names. */
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const normal = (password: string): string => password.normalize('NFKC');

/** argon2id in PHC form: the cost stands beside the hash, so that it can grow. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normal(password), ARGON2ID));

/** Of the time before argon2id: `scrypt$N$r$p$salt$hash`. */
async function verifyScrypt(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt, given] = stored.split('$');
  if (!salt || !given) return false;
  const cost = { N: Number(N), r: Number(r), p: Number(p), maxmem: 128 * 1024 * 1024 };
  const key = await new Promise<Buffer>((resolve, reject) =>
    scrypt(normal(password), Buffer.from(salt, 'base64'), 32, cost, (error, made) =>
      error ? reject(error) : resolve(made),
    ),
  );
  const expected = Buffer.from(given, 'base64');
  return key.length === expected.length && timingSafeEqual(key, expected);
}

/** False for what is no hash of ours, too. */
export const verifyPassword = async (password: string, stored: string): Promise<boolean> => {
  if (stored.startsWith('$argon2id$')) return inTurn(() => verify(stored, normal(password))).catch(() => false);
  return stored.startsWith('scrypt$') ? inTurn(() => verifyScrypt(password, stored)) : false;
};

/** Made with another cost, or another way, than hashes are made now: to be made again once the password is at hand. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(CURRENT_HASH);
