import express, { type Request, type Response } from 'express';
import type { Json } from '#flow/json.ts';
import { fail } from './fail.ts';
import { depthOf, MAX_DEPTH, readJson } from './read-json.ts';

const declaresBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * The body's bytes as they came (after `Content-Encoding`), empty where there is none. The parser takes a request whose
 * connection is gone for one that was read already: its body is not empty, it was never heard, and has to be said again.
 * @throws `too_large`, `malformed`
 */
export const readBytes = (req: Request, res: Response, limit: number): Promise<Buffer> =>
  new Promise((done, failed) => {
    express.raw({ type: () => true, limit })(req, res, (error?: unknown) => {
      if (error) return failed(error);
      const body: unknown = req.body;
      if (Buffer.isBuffer(body)) return done(body);
      if (!declaresBody(req)) return done(Buffer.alloc(0));
      const text = { pt: 'A conexão caiu antes do corpo.', en: 'The connection closed before the body.' };
      failed(fail('malformed', text.pt, text.en));
    });
  });

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json$/;

/** The media type without parameters, lower case; charset too, where it is named. */
export function mediaType(header: string | undefined): { type: string; charset: string | null } {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset =
    parameters
      .find((one) => one.startsWith('charset='))
      ?.slice(8)
      .replaceAll('"', '') ?? null;
  return { type, charset };
}

export const isJsonType = (type: string): boolean => JSON_TYPE.test(type);

/** UTF-8 as text. @throws `malformed` where it is not. */
export function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw fail('malformed', 'O corpo não é UTF-8.', 'The body is not UTF-8.', { cause: error });
  }
}

/** A body of one of these media types, as it came. @throws `unsupported_media_type`, `too_large`. */
export async function readMediaBody(
  req: Request,
  res: Response,
  { takes, limit }: { takes: readonly string[]; limit: number },
): Promise<Uint8Array> {
  if (!takes.includes(mediaType(req.headers['content-type']).type))
    throw fail('unsupported_media_type', `Envie ${takes.join(' ou ')}.`, `Send ${takes.join(' or ')}.`);
  return readBytes(req, res, limit);
}

/** A JSON body; `{}` where there is none, for a call whose every field is optional needs no body. */
export async function readJsonBody(
  req: Request,
  res: Response,
  { limit, tooDeep }: { limit: number; tooDeep: 'refuse' | 'null' },
): Promise<Json> {
  const bytes = await readBytes(req, res, limit);
  if (bytes.length === 0) return {};
  const { type, charset } = mediaType(req.headers['content-type']);
  if (!isJsonType(type) || (charset !== null && charset !== 'utf-8' && charset !== 'utf8'))
    throw fail('unsupported_media_type', 'Envie application/json em UTF-8.', 'Send application/json in UTF-8.');
  const text = utf8(bytes);
  if (tooDeep === 'null' && depthOf(text) > MAX_DEPTH) return null;
  return readJson(text);
}
