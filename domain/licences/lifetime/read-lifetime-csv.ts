/** One that was sold, as the list says. */
export interface SoldLicence {
  email: string;
  /** As letters and digits, in capitals. */
  key: string;
  product: string;
}

export interface LifetimeList {
  rows: SoldLicence[];
  /** Lines that cannot be used, counted from 1. */
  problems: { line: number; problem: 'columns' | 'email' | 'key' | 'product' | 'repeated' }[];
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const LEAST_KEY = 8;
const MOST_TEXT = 200;

/** A key as people type it: capitals or not, with or without hyphens. */
export const plainKey = (key: string): string => key.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Fields of one line, quoted or not: a quoted one may hold the separator, and no line break. */
const fieldsOf = (line: string, separator: string): string[] => {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const one = line[i] ?? '';
    if (one === '"' && quoted && line[i + 1] === '"') {
      field += '"';
      i += 1;
    } else if (one === '"') quoted = !quoted;
    else if (one === separator && !quoted) {
      fields.push(field.trim());
      field = '';
    } else field += one;
  }
  return [...fields, field.trim()];
};

/** Reads `e-mail, key, product` of each line, by commas or semicolons; a first line without an address is their heading. */
export const readLifetimeCsv = (csv: string): LifetimeList => {
  const lines = csv.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const separator = (lines.find((line) => line.trim() !== '') ?? '').includes(';') ? ';' : ',';
  const [rows, problems]: [SoldLicence[], LifetimeList['problems']] = [[], []];
  const seen = new Set<string>();
  const first = lines.findIndex((line) => line.trim() !== '');
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '' || (i === first && !line.includes('@'))) continue;
    const fields = fieldsOf(line, separator);
    const [email = '', key = '', product = ''] = fields;
    const plain = plainKey(key);
    const faults = [
      fields.length === 3 ? null : 'columns',
      EMAIL.test(email) && email.length <= MOST_TEXT ? null : 'email',
      plain.length >= LEAST_KEY && plain.length <= MOST_TEXT ? null : 'key',
      product !== '' && product.length <= MOST_TEXT ? null : 'product',
      seen.has(plain) ? 'repeated' : null,
    ] as const;
    const problem = faults.find((one) => one !== null);
    seen.add(plain);
    if (problem) problems.push({ line: i + 1, problem });
    else rows.push({ email: email.toLowerCase(), key: plain, product });
  }
  return { rows, problems };
};

/** What operators see of an address. */
export const emailHint = (email: string): string => {
  const [name = '', host = ''] = email.split('@');
  return `${name.slice(0, 1)}•••@${host}`;
};
