import { AwsClient } from 'aws4fetch';
import { failure, TramaError } from '#flow/errors.ts';
import type { ObjectStore } from './object-store.ts';

export interface S3Settings {
  /** Without a slash at the end: `https://s3.sa-east-1.amazonaws.com`. */
  endpoint: string;
  bucket: string;
  region: string;
  key: string;
  secret: string;
  /** Of one attempt (20 s). */
  timeoutMs?: number;
}

const ATTEMPTS = 3;
const PAUSE_MS = 100;
const TENANT = /^ten_[0-9a-f]{32}$/;
const HASH = /^[0-9a-f]{64}$/;
/** Statuses below 500 that say nothing of the request itself. */
const PASSING = new Set([408, 425, 429]);

/** The service is away, or says no: the setting or the service is wrong, and later it may be right. */
const away = (what: string, cause?: unknown) =>
  failure('unavailable', `O armazenamento não responde (${what})`, `The storage does not answer (${what})`, { cause });

/** Asks the service, again where it did not answer. */
const s3Caller = ({ region, key, secret, timeoutMs = 20_000 }: S3Settings) => {
  // Attempts are ours: theirs keep no deadline, and do not see a body that breaks off.
  const aws = new AwsClient({ accessKeyId: key, secretAccessKey: secret, region, service: 's3', retries: 0 });

  const asked = async (address: string, body: Body, signal: AbortSignal): Promise<Uint8Array> => {
    // Erasure: the libraries' types of bodies do not meet; bytes are bytes.
    const init =
      body === null
        ? { signal }
        : body === 'delete'
          ? { method: 'DELETE', signal }
          : { method: 'PUT', body: body as BodyInit, signal };
    const answer = await aws.fetch(address, init);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.ok) return whole(bytes, answer);
    if (answer.status === 404 && !Buffer.from(bytes).includes('NoSuchBucket')) throw missing();
    if (answer.status >= 500 || PASSING.has(answer.status)) throw new Error(String(answer.status));
    throw away(String(answer.status));
  };

  const once = async (address: string, body: Body): Promise<Uint8Array> => {
    const stopping = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // A request knows its signal weakly, and forgets it where memory is collected meanwhile: the time is kept beside it.
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        stopping.abort();
        reject(new Error('timeout'));
      }, timeoutMs);
    });
    return await Promise.race([asked(address, body, stopping.signal), late]).finally(() => clearTimeout(timer));
  };

  return async (address: string, body: Body): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(address, body);
      } catch (error) {
        // What it says of us (a wrong key, a missing bucket) it will say again.
        if (error instanceof TramaError) throw error;
        if (attempt >= ATTEMPTS) throw away(error instanceof Error ? error.message : 'S3', error);
        await new Promise((done) => setTimeout(done, PAUSE_MS * 4 ** (attempt - 1)));
      }
    }
  };
};

/**
 * A bucket of any S3-compatible service, addressed by path. Keys are `<tenant>/<hash>`; what is put there is closed already. The
 * address is an operator's setting, so it is not held against the list of closed addresses.
 */
export const s3Objects = (settings: S3Settings): ObjectStore => {
  const { endpoint, bucket } = settings;
  const call = s3Caller(settings);
  const addressOf = (tenantId: string, hash: string) => {
    if (!TENANT.test(tenantId) || !HASH.test(hash)) throw missing();
    return `${endpoint}/${bucket}/${tenantId}/${hash}`;
  };

  return {
    name: 's3',
    put: async (tenantId, hash, bytes) => {
      await call(addressOf(tenantId, hash), bytes);
    },
    get: async (tenantId, hash) => await call(addressOf(tenantId, hash), null),
    list: async (tenantId, after) => {
      if (!TENANT.test(tenantId)) throw missing();
      const query = new URLSearchParams({
        'list-type': '2',
        'max-keys': '500',
        prefix: `${tenantId}/`,
        ...(after && { 'start-after': `${tenantId}/${after}` }),
      });
      const page = Buffer.from(await call(`${endpoint}/${bucket}?${query}`, null)).toString();
      return [...page.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key.slice(key.indexOf('/') + 1));
    },
    remove: async (tenantId, hash) => {
      await call(addressOf(tenantId, hash), 'delete').catch((error: unknown) => {
        if (!(error instanceof TramaError) || error.code !== 'not_found') throw error;
      });
    },
  };
};

/** null: asks for what is there. */
type Body = Uint8Array | 'delete' | null;

const missing = () => failure('not_found', 'Este valor não é mais guardado', 'There is no such payload');

/** A proxy may cut a body and end it in order. */
const whole = (bytes: Uint8Array, answer: Response): Uint8Array => {
  const length = answer.headers.get('content-length');
  if (length !== null && !answer.headers.has('content-encoding') && Number(length) !== bytes.length)
    throw new Error('cut short');
  return bytes;
};
