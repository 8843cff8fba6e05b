import type { FileKeeper } from '#api/deps.ts';
import { isJsonType, mediaType, utf8 } from '#api/frame/read-body.ts';
import { readJson } from '#api/frame/read-json.ts';
import type { Json, JsonObject } from '#flow/json.ts';

const DROPPED = new Set(['__proto__', 'constructor', 'prototype']);

/** Fields by name; a name that comes several times is a list. Every field is a string, whatever it looks like. */
function fields(pairs: Iterable<[string, Json]>): JsonObject {
  const found: JsonObject = {};
  for (const [name, value] of pairs) {
    if (DROPPED.has(name)) continue;
    const before = Object.hasOwn(found, name) ? found[name] : undefined;
    if (before === undefined) found[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else found[name] = [before ?? null, value];
  }
  return found;
}

export const queryFields = (search: string): JsonObject => fields(new URLSearchParams(search));

async function multipart(bytes: Buffer, contentType: string, keep: FileKeeper): Promise<Json> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  const pairs: [string, Json][] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') pairs.push([name, value]);
    else
      pairs.push([
        name,
        await keep({ bytes: new Uint8Array(await value.arrayBuffer()), name: value.name, type: value.type }),
      ]);
  }
  return fields(pairs);
}

const isText = (type: string): boolean => type.startsWith('text/') || /(^|[/+])xml$/.test(type) || type === '';

/**
 * A webhook's body as `trigger.data`: JSON is itself, a form its fields, text `{ text }`, anything else a file. No body
 * is an empty object. @throws `malformed` for JSON or a form that is none.
 */
export async function hookData(bytes: Buffer, contentType: string | undefined, keep: FileKeeper): Promise<Json> {
  if (bytes.length === 0) return {};
  const { type } = mediaType(contentType);
  if (isJsonType(type)) return readJson(utf8(bytes));
  if (type === 'application/x-www-form-urlencoded') return fields(new URLSearchParams(utf8(bytes)));
  if (type === 'multipart/form-data') {
    try {
      return await multipart(bytes, contentType ?? '', keep);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // The parser's only error: the form is not whole. What it holds is text then.
    }
  }
  if (isText(type) || type === 'multipart/form-data') return { text: bytes.toString('utf8') };
  return keep({ bytes: new Uint8Array(bytes), name: 'body', type });
}
