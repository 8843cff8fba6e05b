import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { Dialer } from '#connectors/dialer.ts';
import { type ExportProblem, ExportRefused } from '#domain/audit/export-problems.ts';
import type { ExportPlace } from '#domain/audit/export-target.ts';
import { TramaError } from '#flow/errors.ts';

/** A bucket of a tenant, and how it is reached: by the way out of flows, which refuses addresses that are not public. */
export interface Bucket {
  place: ExportPlace;
  secret: string;
  dial: Pick<Dialer, 'request'>;
  signal?: AbortSignal | undefined;
  /** Of one attempt (30 s). */
  timeoutMs?: number | undefined;
  /** 3 */
  attempts?: number | undefined;
  /** Between the first two; then longer (200). */
  pauseMs?: number | undefined;
}

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 3;
const PAUSE_MS = 200;
const MOST_READ = 64 * 1_024;
const PASSING: ReadonlySet<ExportProblem> = new Set(['unreachable', 'timeout', 'away']);

/** S3's own words for what is wrong. */
const BY_CODE: Readonly<Record<string, ExportProblem>> = {
  NoSuchBucket: 'bucket_missing',
  InvalidAccessKeyId: 'key_unknown',
  SignatureDoesNotMatch: 'secret_wrong',
  AccessDenied: 'denied',
  PermanentRedirect: 'region_wrong',
  TemporaryRedirect: 'region_wrong',
  AuthorizationHeaderMalformed: 'region_wrong',
  IllegalLocationConstraintException: 'region_wrong',
  RequestTimeTooSkewed: 'clock',
  SlowDown: 'away',
};

const byStatus = (status: number): ExportProblem => {
  if (status >= 500 || status === 408 || status === 425 || status === 429) return 'away';
  if (status >= 300 && status < 400) return 'region_wrong';
  if (status === 401 || status === 403) return 'denied';
  return status === 404 ? 'bucket_missing' : 'refused';
};

const problemIn = (status: number, body: Uint8Array): ExportRefused => {
  const code = /<Code>([A-Za-z0-9]{1,80})<\/Code>/.exec(Buffer.from(body).toString('latin1'))?.[1];
  const known = code === undefined ? undefined : BY_CODE[code];
  return new ExportRefused(known ?? byStatus(status), [status, code].filter(Boolean).join(' '));
};

const unreached = (error: unknown): unknown => {
  if (!(error instanceof TramaError)) return error;
  const problem = ({ address_refused: 'address_refused', timeout: 'timeout' } as const)[error.code as 'timeout'];
  return new ExportRefused(problem ?? 'unreachable', error.code, { cause: error });
};

/** As services write it themselves before they sign: not all of them take `=` for what it stands for. */
const encoded = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

/** Signed anew for each attempt, with the sum of the body: a body that is changed on the way is refused there. */
async function once(
  { place, secret, dial, signal, timeoutMs = TIMEOUT_MS }: Bucket,
  method: 'PUT' | 'DELETE',
  name: string,
  { type, bytes }: { type?: string; bytes: Uint8Array },
): Promise<void> {
  const { endpoint, bucket, region, accessKey } = place;
  const hash = createHash('sha256').update(bytes).digest('hex');
  const signed = await new AwsV4Signer({
    ...{ method, url: `${endpoint}/${bucket}/${encoded(name)}`, service: 's3', region },
    ...{ accessKeyId: accessKey, secretAccessKey: secret },
    headers: { 'x-amz-content-sha256': hash, ...(type && { 'content-type': type }) },
  }).sign();
  const answer = await dial
    .request({
      ...{ method, url: signed.url.href, headers: Object.fromEntries(signed.headers), followRedirects: 0, timeoutMs },
      ...{ body: method === 'PUT' ? bytes : null, maxBytes: MOST_READ, ...(signal && { signal }) },
    })
    .catch((error: unknown) => {
      throw signal?.aborted ? error : unreached(error);
    });
  if (answer.status < 200 || answer.status >= 300) throw problemIn(answer.status, answer.body);
}

async function again(bucket: Bucket, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof ExportRefused && PASSING.has(error.problem);
      if (!passes || attempt >= (bucket.attempts ?? ATTEMPTS)) throw error;
      await sleep(
        (bucket.pauseMs ?? PAUSE_MS) * 4 ** (attempt - 1),
        undefined,
        bucket.signal && { signal: bucket.signal },
      );
    }
  }
}

/** @throws ExportRefused */
export const putObject = (bucket: Bucket, object: { name: string; type: string; bytes: Uint8Array }): Promise<void> =>
  again(bucket, () => once(bucket, 'PUT', object.name, object));

/** @throws ExportRefused */
export const deleteObject = (bucket: Bucket, name: string): Promise<void> =>
  again(bucket, () => once(bucket, 'DELETE', name, { bytes: new Uint8Array() }));
