import type { MasterKey, Wrapped } from './master-key.ts';
import { OutsideRefused, outside } from './outside-calls.ts';

export interface TransitSettings {
  /** Where the engine is mounted, version included: `https://vault.example:8200/v1/transit`. */
  url: string;
  /** The key's name there. */
  key: string;
  token: string;
}

const TIMEOUT_MS = 5_000;
const CIPHERTEXT = /^vault:v(\d+):[A-Za-z0-9+/=]+$/;

const askOnce = async <T>({ url, token }: TransitSettings, path: string, body?: object): Promise<T> => {
  const answer = await fetch(`${url}/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-vault-token': token, 'content-type': 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && { body: JSON.stringify(body) }),
  });
  // Its explanations may repeat what was sent: only the number is told.
  const said = `The key service answered ${answer.status} to ${path.split('/', 1)[0]}`;
  if (answer.status >= 500) throw new Error(said);
  if (!answer.ok) throw new OutsideRefused(said);
  return ((await answer.json()) as { data: T }).data;
};

/**
 * A master key that never leaves its service: the API of Vault's and OpenBao's transit engine. The service numbers its own
 * versions; each is a master key of ours by its number, and all open as long as the service keeps them.
 */
export const transitMaster = async (settings: TransitSettings): Promise<MasterKey> => {
  const guarded = outside.breaker('key_service');
  const ask = <T>(path: string, body?: object): Promise<T> => guarded(() => askOnce<T>(settings, path, body));
  const name = encodeURIComponent(settings.key);
  const prefix = `kms/${settings.key}#`;
  const { latest_version: latest } = await ask<{ latest_version: number }>(`keys/${name}`);
  const associated = (context: string) => ({ associated_data: Buffer.from(context).toString('base64') });
  return {
    id: `${prefix}${latest}`,
    opens: (masterId) => masterId.startsWith(prefix),
    wrap: async (key, context): Promise<Wrapped> => {
      const body = { plaintext: key.toString('base64'), key_version: latest, ...associated(context) };
      const { ciphertext } = await ask<{ ciphertext: string }>(`encrypt/${name}`, body);
      const version = CIPHERTEXT.exec(ciphertext)?.[1];
      if (version === undefined) throw new Error('The key service gave a ciphertext of an unknown form');
      return { masterId: `${prefix}${version}`, bytes: Buffer.from(ciphertext) };
    },
    unwrap: async ({ bytes }, context) => {
      const body = { ciphertext: bytes.toString('utf8'), ...associated(context) };
      const { plaintext } = await ask<{ plaintext: string }>(`decrypt/${name}`, body);
      return Buffer.from(plaintext, 'base64');
    },
  };
};
