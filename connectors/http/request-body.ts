import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { ActionContext } from '../action.ts';
import type { HttpConfig } from './config.ts';

export interface RequestBody {
  bytes: Uint8Array;
  contentType: string;
}

const FileRef = z.looseObject({ file: z.string(), name: z.string(), type: z.string() });

/** The body as bytes, or null where none is sent: with GET and HEAD, and where the config has none. */
export const requestBody = async (config: HttpConfig, context: ActionContext): Promise<RequestBody | null> => {
  const { body, method } = config;
  if (body === undefined || body === null || method === 'GET' || method === 'HEAD') return null;
  switch (config.bodyType ?? (typeof body === 'string' ? 'text' : 'json')) {
    case 'json':
      return encoded(JSON.stringify(body), 'application/json');
    case 'text':
      return encoded(asText(body), 'text/plain; charset=utf-8');
    case 'form':
      return encoded(typeof body === 'string' ? body : form(body), 'application/x-www-form-urlencoded');
    case 'multipart':
      return await multipart(asObject(body, 'multipart'), context);
    case 'binary':
      return await binary(body, context);
  }
};

const encoded = (text: string, contentType: string): RequestBody => ({ bytes: Buffer.from(text), contentType });

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const asObject = (value: Json, what: string): JsonObject => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw failure('bad_config', `Um corpo ${what} é um objeto de campos.`, `A ${what} body is an object of fields.`);
};

/** Fields in order; a list repeats its name, null is left out, deeper values go as JSON. */
const fields = (body: JsonObject): [string, Json][] =>
  Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).filter((one) => one !== null).map((one): [string, Json] => [name, one]),
  );

const form = (body: Json): string =>
  new URLSearchParams(fields(asObject(body, 'form')).map(([name, value]) => [name, asText(value)])).toString();

const multipart = async (body: JsonObject, context: ActionContext): Promise<RequestBody> => {
  const boundary = `trama-${randomUUID()}`;
  const parts: Uint8Array[] = [];
  for (const [name, value] of fields(body)) {
    const file = FileRef.safeParse(value);
    const about = file.success
      ? `; filename="${quoted(file.data.name)}"\r\nContent-Type: ${file.data.type.replace(/[\r\n]/g, '')}`
      : '';
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${about}\r\n\r\n`));
    parts.push(file.success ? await read(file.data.file, context) : Buffer.from(asText(value)), Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { bytes: Buffer.concat(parts), contentType: `multipart/form-data; boundary=${boundary}` };
};

/** As browsers escape names in multipart (WHATWG). */
const quoted = (text: string): string => text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

/** A file, or base64 text. */
const binary = async (body: Json, context: ActionContext): Promise<RequestBody> => {
  const file = FileRef.safeParse(body);
  if (file.success) return { bytes: await read(file.data.file, context), contentType: file.data.type };
  if (typeof body === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(body))
    return { bytes: Buffer.from(body, 'base64'), contentType: 'application/octet-stream' };
  throw failure(
    'bad_config',
    'Um corpo binary é um arquivo ou texto em base64.',
    'A binary body is a file or base64 text.',
  );
};

const read = async (file: string, { services, tenant }: ActionContext): Promise<Uint8Array> => {
  if (services.files) return await services.files.read(tenant.id, file);
  throw failure('files_not_available', 'Arquivos ainda não são guardados aqui.', 'Files are not kept here yet.');
};
