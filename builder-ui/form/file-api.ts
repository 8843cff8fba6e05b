import type { JsonObject } from '#flow/json.ts';
import { query, send } from '../api-client.ts';

/** What the API takes. */
export const MOST_BYTES = 25 * 1024 * 1024;

/** Keeps a file of the author's machine. @returns its value, as steps take it */
export const uploadFile = async (file: File): Promise<JsonObject> => {
  // A type that a browser writes with parameters is told without them.
  const type = file.type.split(';')[0] || 'application/octet-stream';
  const address = `/files${query({ name: file.name.slice(0, 200), type })}`;
  return (await send<JsonObject>(address, { method: 'POST', bytes: file })).body;
};
