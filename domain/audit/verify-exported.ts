import { createHash } from 'node:crypto';
import { parseId } from '../ids.ts';
import { type AuditEntry, hashOf } from './entry.ts';
import type { Manifest } from './export-piece.ts';

/** An object of the bucket, as it is without gzip; `manifest`: of CSV the one beside it, of JSON Lines null. */
export interface ExportedObject {
  name: string;
  text: string;
  manifest: string | null;
}

export interface ExportedVerdict {
  /** Null: whole, and as it was written. */
  fault: { name: string; why: string } | null;
  entries: number;
  /** To be held against the installation: `verify-audit.ts --anchor=seq:hash`. */
  head: { seq: number; hash: string } | null;
}

class Misfit extends Error {
  override name = 'Misfit';
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Misfit('a line is cut off, or is no JSON');
  }
};

/** Its lines and what is said of them. */
function contentOf({ text, manifest }: ExportedObject): { content: string; said: Manifest } {
  const at = text.lastIndexOf('\n', text.length - 2) + 1;
  const { manifest: said } = parsed(manifest ?? text.slice(at)) as { manifest?: Manifest };
  if (!said) throw new Misfit('there is no manifest at its end: it is cut off');
  return { content: manifest === null ? text.slice(0, at) : text, said };
}

/** Each entry's hash anew, of its fields and the hash before it. */
function walk(content: string, { tenant, from, to, entries, prevHash, hash }: Manifest): void {
  const lines = content.split('\n').slice(0, -1);
  if (lines.length !== entries) throw new Misfit(`it has ${lines.length} entries, and its manifest says ${entries}`);
  const uuid = parseId('ten', tenant);
  let before = prevHash;
  let seq = from;
  for (const line of lines) {
    const { prevHash: prev, hash: own, ...entry } = parsed(line) as AuditEntry & { prevHash: string; hash: string };
    const found = hashOf(uuid, Buffer.from(before, 'hex'), entry).toString('hex');
    if (entry.seq !== seq || prev !== before || own !== found)
      throw new Misfit(`entry ${seq} is not as it was written`);
    before = own;
    seq += 1;
  }
  if (before !== hash || seq - 1 !== to) throw new Misfit('its manifest is of other entries');
}

/**
 * Holds exported objects of one tenant, in the order of their names, against the chain: without us, and without a key. CSV is held
 * against the sum that its manifest says, for its texts are made harmless for spreadsheets.
 */
export const verifyExported = (objects: Iterable<ExportedObject>): ExportedVerdict => {
  let last: Manifest | null = null;
  let entries = 0;
  const verdict = (fault: ExportedVerdict['fault']): ExportedVerdict => ({
    ...{ fault, entries },
    head: last && { seq: last.to, hash: last.hash },
  });
  for (const object of objects) {
    try {
      const { content, said } = contentOf(object);
      const sum = createHash('sha256').update(content).digest('hex');
      if (sum !== said.sha256) throw new Misfit('it was changed');
      if (object.manifest === null) walk(content, said);
      if (last && last.tenant !== said.tenant) throw new Misfit('it is of another tenant');
      if (last && (said.from !== last.to + 1 || said.prevHash !== last.hash))
        throw new Misfit(`it does not follow entry ${last.to}: something between is missing, or is there twice`);
      last = said;
      entries += said.entries;
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      return verdict({ name: object.name, why: error.message });
    }
  }
  return verdict(null);
};
