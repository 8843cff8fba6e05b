import { inLocale, type Locale } from '#flow/json.ts';
import { DATA_CATALOGUE } from '#prisma/data-catalogue/catalogue.ts';
import type { DataKind, TableEntry } from '#prisma/data-catalogue/entry.ts';

export interface TableView extends Pick<TableEntry, 'keeping' | 'archive' | 'person'> {
  table: string;
  purpose: string;
  columns: { name: string; kind: DataKind }[];
}

const KINDS: readonly DataKind[] = ['personal', 'secret', 'business', 'technical'];

/** The data catalogue as people and programs read it, tables by name. */
export const viewCatalogue = (locale: Locale): TableView[] =>
  Object.entries(DATA_CATALOGUE)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([table, { purpose, keeping, archive, person, columns }]) => ({
      table,
      purpose: inLocale(purpose, locale),
      keeping,
      archive,
      person,
      columns: KINDS.flatMap((kind) => (columns[kind] ?? []).map((name) => ({ name, kind }))),
    }));

const KEEPING: Record<TableEntry['keeping'], string> = {
  tenant: 'until it is deleted, or the tenant is',
  short: 'while work is under way',
  audit: 'with the audit',
  runs: 'retention `runs`',
  traces: 'retention `traces`',
  events: 'retention `events`',
  messages: 'retention `messages`',
  notifications: 'retention `notifications`',
  aiCalls: 'retention `aiCalls`',
  files: 'retention `files`',
};
const ARCHIVE = { out: 'yes', no: 'no' } as const;
const PERSON = { rows: 'rows deleted', values: 'values emptied', no: 'no' } as const;

/** docs/data-catalogue.md, whole. */
export const cataloguePage = (): string => {
  const rows = viewCatalogue('en').map(({ table, purpose, keeping, archive, person, columns }) => {
    const of = (kind: DataKind) =>
      columns
        .filter((column) => column.kind === kind)
        .map(({ name }) => `\`${name}\``)
        .join(' ');
    const kinds = KINDS.filter((kind) => of(kind) !== '').map((kind) => `${kind}: ${of(kind)}`);
    return `| \`${table}\` | ${purpose} | ${kinds.join('<br>')} | ${KEEPING[keeping]} | ${ARCHIVE[archive]} | ${PERSON[person]} |`;
  });
  return `# Data catalogue

Made from \`prisma/data-catalogue\` by \`npx tsx scripts/write-data-catalogue.ts\`; tests hold it against the database, so a column that
nobody classified does not pass. What the kinds mean, and how rows leave: [privacy.md](privacy.md). Every table but \`tenants\` and
\`users\` has \`tenant_id\`, which is left out here, and goes with its tenant.

| table | for | columns | kept | exported | one person is erased |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
};
