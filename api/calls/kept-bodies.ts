import type { Caller } from '#api/frame/caller.ts';
import type { Route } from '#api/frame/route.ts';
import type { KeptBodies } from '#domain/calls/call.ts';
import type { Json } from '#flow/json.ts';

/** Bytes of JSON that are kept of a body; of longer ones a beginning. */
const MOST = 16 * 1024;
const PREVIEW = 2_000;
export const MASK = '•••';

/** Calls that carry secrets by their nature: their bodies are never kept, whatever a key says. */
const SECRET_SCOPES: ReadonlySet<string> = new Set([
  'connections:write',
  'keys:write',
  'security:write',
  'webhooks:write',
  'members:write',
]);

const SECRET_NAME =
  /pass(word|wd|phrase)?$|senha|secret|segredo|token|authorization|cookie|credential|credencia|api_?key|private_?key|cvv|cvc|card_?number|otp/i;
/** Secrets of ours, keys of others by their usual beginnings, and what stands behind `Bearer`. */
const SECRET_VALUE =
  /\b(?:trm|trr|whsec|whsk|sk|pk|rk|ghp|gho|xox[abp])[_-][A-Za-z0-9_-]{12,}|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\bbearer\s+\S{8,}/gi;

/** Are bodies of this call kept at this time? */
export const keepsBodies = (caller: Caller | null, route: Route, now: number): boolean => {
  const until = caller?.key?.keepBodiesUntil;
  if (!until || until <= now || route.scopes === 'public') return false;
  return !route.scopes.some((scope) => SECRET_SCOPES.has(scope));
};

/** Calls whose answers hold what other calls give, each under rights of its own. */
const MANIFOLD: ReadonlySet<string> = new Set(['/graphql', '/calls/{call}', '/calls/{call}/replay']);

/** What somebody must have to read this call's bodies later: its own rights, or all of them. */
export const neededFor = ({ path, scopes }: Pick<Route, 'path' | 'scopes'>): readonly string[] =>
  MANIFOLD.has(path) ? ['*'] : scopes === 'public' ? [] : scopes;

/** A copy without what opens something: by the names of fields, and by the look of values. */
export const masked = (value: Json, note: { masked: boolean }): Json => {
  if (typeof value === 'string') {
    const clean = value.replace(SECRET_VALUE, MASK);
    note.masked ||= clean !== value;
    return clean;
  }
  if (Array.isArray(value)) return value.map((one) => masked(one, note));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (!SECRET_NAME.test(key) || inner === null || typeof inner === 'boolean') return [key, masked(inner, note)];
      note.masked = true;
      return [key, MASK];
    }),
  );
};

/** A slice would keep the whole text that it was cut from. */
const copyOf = (text: string): string => Buffer.from(text).toString();

const cut = (value: Json): Json => {
  const text = JSON.stringify(value);
  const size = Buffer.byteLength(text);
  return size <= MOST ? value : { $cut: true, size, preview: copyOf(text.slice(0, PREVIEW)) };
};

/** What is kept of a request's and its answer's body. */
export const keptBodies = (request: Json, answer: Json, needs: readonly string[]): KeptBodies => {
  const note = { masked: false };
  const [asked, said] = [cut(masked(request, note)), cut(masked(answer, { masked: false }))];
  return { request: asked, answer: said, masked: note.masked, needs };
};

export const isCut = (value: Json): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && value.$cut === true;
