import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { columnsOf } from '#prisma/data-catalogue/catalogue.ts';
import { maskText, maskValue } from '../mask.ts';
import { type ArchiveFilePart, Manifest, MOST_PART_BYTES } from './format.ts';
import { sha256Of } from './parts.ts';
import { readTar, tarEnd, tarMember } from './tar.ts';

const LINE = /^tables\/([a-z_]+)\.\d+\.jsonl$/;

const maskedRow = (table: string, row: JsonObject, key: Uint8Array): JsonObject => {
  const personal = new Set(columnsOf(table, 'personal'));
  const secret = new Set(columnsOf(table, 'secret'));
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !secret.has(name))
      .map(([name, value]): [string, Json] => [name, personal.has(name) ? maskValue(value, key) : value]),
  );
};

/**
 * An archive without people: personal columns masked under the key, secrets dropped, files left out, the manifest made anew.
 * @param plain the tar, unpacked. @throws `invalid` for what is no archive of ours
 */
export async function* maskArchive(plain: AsyncIterable<Uint8Array>, key: Uint8Array): AsyncGenerator<Uint8Array> {
  const parts = new Map<string, ArchiveFilePart[]>();
  for await (const { path, content } of readTar(plain, MOST_PART_BYTES)) {
    const table = LINE.exec(path)?.[1];
    if (path === 'manifest.json') yield await tarMember(path, manifestOf(content, parts, key));
    if (table === undefined) continue;
    const rows = content
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.stringify(maskedRow(table, JSON.parse(line) as JsonObject, key)));
    const masked = Buffer.from(`${rows.join('\n')}\n`);
    const part = { path, rows: rows.length, size: masked.length, sha256: sha256Of(masked) };
    parts.set(table, [...(parts.get(table) ?? []), part]);
    yield await tarMember(path, masked);
  }
  yield await tarEnd();
}

const manifestOf = (content: Buffer, parts: ReadonlyMap<string, ArchiveFilePart[]>, key: Uint8Array): Buffer => {
  const read = Manifest.safeParse(JSON.parse(content.toString()));
  if (!read.success) throw failure('invalid', 'Não é um arquivo da Trama.', 'This is no archive of ours.');
  const tables = Object.fromEntries(
    Object.entries(read.data.tables).map(([name, { rows }]) => [name, { rows, parts: parts.get(name) ?? [] }]),
  );
  const tenant = { ...read.data.tenant, name: maskText(read.data.tenant.name, key), slug: 'masked' };
  const profile = maskValue(read.data.profile as JsonObject, key);
  const people = read.data.people.map(({ name, email, ...one }) => ({
    ...one,
    name: maskText(name, key),
    email: maskText(email, key),
  }));
  return Buffer.from(
    JSON.stringify({ ...read.data, tenant, profile, people, tables, files: { count: 0, parts: [] } }, null, 2),
  );
};
