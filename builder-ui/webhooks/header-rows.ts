import type { Endpoint } from './webhooks-api.ts';

/** A header that is sent along, as a line of the form. */
export interface HeaderRow {
  /** Of the form alone: lines have no identity. */
  key: number;
  name: string;
  value: string;
  secret: boolean;
  /** Its value is sealed at the server: left empty, it stays. */
  kept: boolean;
}

export type HeaderFault = 'name' | 'ours' | 'twice' | 'value' | 'characters';

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const OURS =
  /^(webhook-.*|host|content-(type|length)|user-agent|connection|transfer-encoding|te|trailer|upgrade|expect)$/i;

export const rowsOf = (endpoint: Pick<Endpoint, 'headers' | 'secretHeaders'> | null): HeaderRow[] =>
  endpoint === null
    ? []
    : [
        ...Object.entries(endpoint.headers).map(([name, value]) => ({ name, value, secret: false, kept: false })),
        ...endpoint.secretHeaders.map((name) => ({ name, value: '', secret: true, kept: true })),
      ].map((row, key) => ({ ...row, key }));

/** An empty line is none. */
const isBlank = ({ name, value, kept }: HeaderRow): boolean => name.trim() === '' && value === '' && !kept;

/** What the server would refuse, said at the line. `sameHost`: a sealed value is never sent to another host. */
export const faultOf = (row: HeaderRow, rows: readonly HeaderRow[], sameHost: boolean): HeaderFault | null => {
  if (isBlank(row)) return null;
  const name = row.name.trim().toLowerCase();
  if (!NAME.test(name)) return 'name';
  if (OURS.test(name)) return 'ours';
  if (rows.some((other) => other.key !== row.key && other.name.trim().toLowerCase() === name)) return 'twice';
  if (!/^[\x20-\x7e]*$/.test(row.value)) return 'characters';
  return row.value === '' && (!row.kept || !sameHost) ? 'value' : null;
};

/** As the API takes them; null keeps the value that is there. */
export const headersIn = (
  rows: readonly HeaderRow[],
): { headers: Record<string, string>; secretHeaders: Record<string, string | null> } => {
  const given = rows.filter((row) => !isBlank(row));
  const named = (secret: boolean) => given.filter((row) => row.secret === secret);
  return {
    headers: Object.fromEntries(named(false).map(({ name, value }) => [name.trim(), value])),
    secretHeaders: Object.fromEntries(
      named(true).map(({ name, value, kept }) => [name.trim(), value === '' && kept ? null : value]),
    ),
  };
};
