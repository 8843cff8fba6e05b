import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { SealingKey, TenantKey } from '#prisma/tenant-key.ts';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed secret belongs to: changed in the row behind our back, it no longer opens. */
export interface SealedFor {
  tenant: string;
  id: string;
  connector: string;
  hosts: readonly string[];
}

const bound = ({ tenant, id, connector, hosts }: SealedFor): Buffer =>
  Buffer.from(JSON.stringify([tenant, id, connector, hosts.toSorted()]));

/** AES-256-GCM: version, IV, tag, ciphertext. */
export const seal = (key: TenantKey, secret: JsonObject, owner: SealedFor): Buffer => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(bound(owner));
  const body = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body]);
};

/** @throws `internal`, for an operator: the key is not there any more, or somebody changed the row. */
export const unseal = (
  key: TenantKey | SealingKey,
  sealed: { bytes: Buffer; keyId: string },
  owner: SealedFor,
): JsonObject => {
  const refuse = (pt: string, en: string) =>
    failure('internal', `O segredo de uma conexão ${pt}`, `A connection's secret ${en}`, { retry: 'operator' });
  const own = sealed.keyId === key.id ? key : 'opening' in key ? key.opening(sealed.keyId) : null;
  if (!own) throw refuse(`pede a chave ${sealed.keyId}`, `needs the key ${sealed.keyId}, which is not here`);
  const { bytes } = sealed;
  if (bytes[0] !== VERSION) throw refuse('tem uma forma desconhecida', 'has an unknown form');
  const iv = bytes.subarray(1, 1 + IV_BYTES);
  const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
  const body = bytes.subarray(1 + IV_BYTES + TAG_BYTES);
  const cipher = createDecipheriv('aes-256-gcm', own.bytes, iv).setAAD(bound(owner)).setAuthTag(tag);
  try {
    return JSON.parse(Buffer.concat([cipher.update(body), cipher.final()]).toString('utf8')) as JsonObject;
  } catch {
    throw refuse('não abre: sua linha foi alterada', 'does not open: its row was changed');
  }
};
