import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Env, SettingError } from './env.ts';
import { localMaster, type MasterKey } from './master-key.ts';
import { transitMaster } from './transit-master.ts';

const FILE = 'secret';
const LEAST_CHARACTERS = 32;
/** Write for the group, and anything for all others. */
const TOO_OPEN = 0o027;

type SecretEnv = Pick<Env, 'TRAMA_DATA'> &
  Partial<Pick<Env, 'TRAMA_SECRET' | 'TRAMA_SECRET_FILE' | 'TRAMA_SECRET_PREVIOUS'>>;
type MasterEnv = SecretEnv & Partial<Pick<Env, 'TRAMA_KMS_URL' | 'TRAMA_KMS_KEY' | 'TRAMA_KMS_TOKEN'>>;

/** One a line, the current one first. @throws {SettingError} for one that others may read, or that is too short */
const secretsIn = (file: string): string[] => {
  const refuse = (pt: string, en: string) => new SettingError('TRAMA_SECRET_FILE', pt, en);
  let mode: number;
  let text: string;
  try {
    ({ mode } = statSync(file));
    text = readFileSync(file, 'utf8');
  } catch {
    throw refuse('o arquivo não pode ser lido', 'the file cannot be read');
  }
  if ((mode & TOO_OPEN) !== 0)
    throw refuse('outros podem ler o arquivo: chmod 600', 'others may read the file: chmod 600');
  const secrets = text.split('\n').flatMap((line) => line.trim() || []);
  if (secrets.length === 0 || secrets.some((one) => one.length < LEAST_CHARACTERS))
    throw refuse('use uma chave de 32 caracteres ou mais por linha', 'use a key of 32 characters or more a line');
  return secrets;
};

/** Made at the first start and kept under TRAMA_DATA, readable by its owner only. */
const ownSecrets = (folder: string): string[] => {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, FILE);
  try {
    // `wx`: of two processes that start at once one writes, and both read the same key.
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return secretsIn(file);
};

const current = (env: SecretEnv): string[] => [
  ...(env.TRAMA_SECRET ? [env.TRAMA_SECRET] : []),
  ...(env.TRAMA_SECRET_FILE ? secretsIn(env.TRAMA_SECRET_FILE) : []),
];

/** The master keys that are given as text, the current one first; one is made where none is given (docs/secrets.md). */
export function masterSecrets(env: SecretEnv): string[] {
  const given = current(env);
  return [
    ...new Set([...(given.length > 0 ? given : ownSecrets(env.TRAMA_DATA)), ...(env.TRAMA_SECRET_PREVIOUS ?? [])]),
  ];
}

/** All master keys that this process has, the one that keys are to be closed with first. At least one. */
export async function masterKeys(env: MasterEnv): Promise<MasterKey[]> {
  const { TRAMA_KMS_URL: url, TRAMA_KMS_KEY: key, TRAMA_KMS_TOKEN: token } = env;
  if (!url || !key || !token) return masterSecrets(env).map(localMaster);
  const outside = await transitMaster({ url, key, token }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const [pt, en] = ['o serviço de chaves não responde', 'the key service does not answer'];
    throw new SettingError('TRAMA_KMS_URL', `${pt} (${reason})`, `${en} (${reason})`);
  });
  // A key of text beside it is of the time before the service: none is made.
  const texts = [...current(env), ...(env.TRAMA_SECRET_PREVIOUS ?? [])];
  return [outside, ...[...new Set(texts)].map(localMaster)];
}

/** A key of one use (hex, 32 bytes): knowing it tells nothing of the root or of another use's. */
export const deriveKey = (secret: string, use: string): string =>
  createHmac('sha256', secret).update(`trama/${use}`).digest('hex');
