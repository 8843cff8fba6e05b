import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ExportedObject, verifyExported } from '#domain/audit/verify-exported.ts';

/**
 * Walks the exported audit of one tenant in a folder that was fetched from its bucket: `<folder>`. Prints what it found, with the
 * place to hold the installation against; ends with 1 where something does not fit. Needs neither the product nor a key.
 */
function main([folder]: readonly string[]): number {
  if (!folder) throw new Error('verify-audit-export.ts <folder>');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\/?\d{12}-\d{12}\.(jsonl|csv)(\.gz)?$/.test(name))
    .toSorted((a, b) => path.basename(a).localeCompare(path.basename(b)));
  const { fault, entries, head } = verifyExported(objectsIn(folder, names));
  const upTo = head ? `${entries} entries, head ${head.seq}:${head.hash}` : 'no entries';
  console.log(fault ? `${fault.name}: ${fault.why} (before it: ${upTo})` : `whole, ${upTo}`);
  return fault ? 1 : 0;
}

/** One at a time: a folder may hold years. */
function* objectsIn(folder: string, names: readonly string[]): Generator<ExportedObject> {
  for (const name of names) {
    const file = path.join(folder, name);
    const bytes = readFileSync(file);
    const beside = file.replace(/\.csv(\.gz)?$/, '.manifest.json');
    const manifest = beside === file ? null : existsSync(beside) ? readFileSync(beside, 'utf8') : '{}';
    yield { name, text: (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'), manifest };
  }
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
