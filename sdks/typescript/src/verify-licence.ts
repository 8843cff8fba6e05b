import { TramaError } from './trama-error.ts';

/** What a licence says: what a computer may do without a connection, and until when. */
export interface Licence {
  /** `lic_…` */
  id: string;
  /** `ten_…` */
  tenant: string;
  /** `BUSINESS` … */
  plan: string;
  offline: 'basic' | 'full';
  /** ISO 8601, as all times here: when it was signed, by the server's clock. */
  issuedAt: string;
  /** Ask for a fresh one from then on, whenever there is a connection. */
  refreshAt: string;
  expiresAt: string;
  /** It still counts until then, with a warning. */
  graceUntil: string;
}

/** The latest instant that was seen with a document: keep it beside the document, and give it back at the next check. */
export interface SeenInstant {
  /** ISO 8601. */
  at: string;
  /** Tells that nobody has written another instant here, and which document it was seen with. */
  seal: string;
}

/**
 * `valid`: it counts. `grace`: it counts, and somebody should connect. `expired`: it does not, until it is refreshed.
 * `clock_set_back`: this computer's clock is behind what was seen before, or behind the document; until it is right, or the
 * document is refreshed, it does not count.
 */
export type LicenceState = 'valid' | 'grace' | 'expired' | 'clock_set_back';

export interface LicenceCheck {
  state: LicenceState;
  /** Whether the computer may work without a connection now. */
  counts: boolean;
  licence: Licence;
  /** Whether to ask for a fresh one, as soon as there is a connection. */
  refresh: boolean;
  /** To be kept for the next check. */
  seen: SeenInstant;
}

export interface LicenceOptions {
  /** Public keys, as `/.well-known/trama-licences.json` gives them: built into the program, or kept when it was activated. */
  keys: { keys: readonly { kid?: string; x?: string }[] };
  /** What names this computer: the same text as at its activation. */
  machine: string;
  /** What the check before gave; null: there was none for this document. */
  seen: SeenInstant | null;
  /** The time now, in milliseconds: for tests. */
  nowMs?: number;
}

/** Clocks differ, and are corrected by a little. */
const TOLERANCE_MS = 5 * 60_000;

const refused = (code: string, message: string): TramaError => new TramaError({ code, status: 0, message });
const broken = (): TramaError => refused('licence_refused', 'This is no licence, or it was changed');

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  } catch {
    throw broken();
  }
}

function objectIn(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytesOf(part)));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, in one way.
  }
  throw broken();
}

/** As a licence names a computer: what names it elsewhere stays on it. */
export const machineHash = async (machine: string): Promise<string> =>
  base64url(await crypto.subtle.digest('SHA-256', encode(`trama-machine/1:${machine}`)));

const instant = (seconds: unknown): string => {
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds)) throw broken();
  return new Date(seconds * 1000).toISOString();
};

/** What a document says, with nobody's word for it: to show, never to decide by. */
export function readLicence(document: string): Licence & { machine: string } {
  const [, claims = '', , ...more] = document.trim().split('.');
  if (more.length > 0) throw broken();
  const { jti, sub, plan, offline, mach, iat, ref, exp, gra } = objectIn(claims);
  if (typeof jti !== 'string' || typeof sub !== 'string' || typeof plan !== 'string' || typeof mach !== 'string')
    throw broken();
  return {
    ...{ id: jti, tenant: sub, plan, machine: mach },
    offline: offline === 'full' ? 'full' : 'basic',
    ...{ issuedAt: instant(iat), refreshAt: instant(ref), expiresAt: instant(exp), graceUntil: instant(gra) },
  };
}

async function checkSignature(document: string, { keys }: LicenceOptions['keys']): Promise<void> {
  const [head = '', claims = '', signature = ''] = document.trim().split('.');
  const { alg, typ, kid } = objectIn(head);
  // One algorithm, and one kind of document: a key signs nothing else that could be taken for it.
  if (alg !== 'EdDSA' || typ !== 'trama-licence+jwt') throw broken();
  const key = keys.find((one) => one.kid === kid)?.x;
  if (!key) throw refused('licence_key_unknown', 'It is signed by a key that is not known here: fetch the keys again');
  const shown = await crypto.subtle.importKey('raw', bytesOf(key), { name: 'Ed25519' }, false, ['verify']);
  const content = encode(`${head}.${claims}`);
  if (!(await crypto.subtle.verify('Ed25519', shown, bytesOf(signature), content))) throw broken();
}

/** A key that only who has the computer's name and the document can make: it keeps honest people honest, and no more. */
async function sealOf(document: string, machine: string, at: string): Promise<string> {
  const raw = await crypto.subtle.digest('SHA-256', encode(`trama-seen/1:${machine}:${document.trim()}`));
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return base64url(await crypto.subtle.sign('HMAC', key, encode(at)));
}

/**
 * Whether a licence counts on this computer, now, without asking anybody. Keep `seen`, and throw it away with the document when
 * a fresh one comes.
 * @throws TramaError `licence_refused`: it is no licence, or was changed, or what was kept as seen was; `licence_key_unknown`;
 *   `licence_of_other_machine`
 */
export async function verifyLicence(
  document: string,
  { keys, machine, seen, nowMs = Date.now() }: LicenceOptions,
): Promise<LicenceCheck> {
  await checkSignature(document, keys);
  const { machine: bound, ...licence } = readLicence(document);
  if (bound !== (await machineHash(machine)))
    throw refused('licence_of_other_machine', 'This licence is of another computer');
  if (seen !== null && seen.seal !== (await sealOf(document, machine, seen.at)))
    throw refused('licence_refused', 'What was kept as seen was changed, or is of another document');
  const latestMs = Math.max(Date.parse(licence.issuedAt), seen === null ? 0 : Date.parse(seen.at));
  const at = new Date(Math.max(latestMs, nowMs)).toISOString();
  const state = stateOf(licence, latestMs, nowMs);
  const counts = state === 'valid' || state === 'grace';
  const refresh = state !== 'valid' || nowMs >= Date.parse(licence.refreshAt);
  return { state, counts, licence, refresh, seen: { at, seal: await sealOf(document, machine, at) } };
}

function stateOf(licence: Licence, latestMs: number, nowMs: number): LicenceState {
  if (nowMs < latestMs - TOLERANCE_MS) return 'clock_set_back';
  // A clock that went back by less than the tolerance makes no document younger.
  const ms = Math.max(nowMs, latestMs);
  if (ms < Date.parse(licence.expiresAt)) return 'valid';
  return ms < Date.parse(licence.graceUntil) ? 'grace' : 'expired';
}
