import { TramaError } from './trama-error.ts';

/** What can be sent as it is. A stream is read once, so a call that sends one is tried once. */
export type Bytes = Blob | Uint8Array | ArrayBuffer | ReadableStream<Uint8Array> | string;

/** One call of the API, before it is known who asks, and how often. */
export interface Call {
  method: string;
  /** From `/v1` on. */
  path: string;
  query?: Record<string, unknown>;
  /** Sent as JSON. */
  body?: unknown;
  bytes?: Bytes;
  /** Of `bytes`. */
  media?: string;
  /** Takes an `Idempotency-Key`: with one it may be repeated. */
  keyed?: boolean;
}

/** A part of a path, whatever stands in it; what cannot be one is refused with the whole (`checkPath`). */
export const inPath = (part: string | number): string => encodeURIComponent(String(part));

/**
 * An id that is empty, `.` or `..` would fold the path into that of another call: of a row's deletion into its table's.
 * @throws TramaError `bad_path`
 */
export function checkPath(path: string): void {
  if (
    path
      .split('/')
      .slice(1)
      .every((part) => !/^(\.|%(25)?2e){0,2}$/i.test(part))
  )
    return;
  throw new TramaError({ code: 'bad_path', status: 0, message: `An id is empty, or "." or "..": ${path}` });
}

const asText = (value: unknown): string => {
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one !== 'object')) return value.join(',');
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Simple values in a list are joined by commas; objects, and other lists, travel as JSON; what is undefined does not. */
export function queryText(query: Record<string, unknown> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]) => [name, asText(value)])).toString()}`;
}
