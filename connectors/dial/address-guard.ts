import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { failure, type TramaError } from '#flow/errors.ts';

export interface GuardSettings {
  /** `host` or `host:port`, as written in an address: private ones that flows may reach all the same. */
  allowPrivateHosts?: readonly string[];
  /** Our own servers: closed even where the list above opens them. */
  forbidden?: readonly { host: string; port: number }[];
  /** Replaces the system's resolver, in tests. */
  resolve?: (host: string) => Promise<string[]>;
}

/** Decides which addresses may be connected to: gives the checked ones of a name, or fails with `address_refused`. */
export type AddressGuard = (host: string, port: number) => Promise<string[]>;

export const createAddressGuard = (settings: GuardSettings): AddressGuard => {
  const resolve = settings.resolve ?? systemResolve;
  const allowed = new Set(settings.allowPrivateHosts?.map((one) => one.trim().toLowerCase()).filter(Boolean));
  const forbidden = settings.forbidden ?? [];
  return async (written, port) => {
    const host = bareHost(written);
    const addresses = isIP(host) ? [host] : await resolve(host);
    if (addresses.length === 0) throw unresolved(host);
    for (const address of addresses) {
      if (await isOurs(address, port, host, forbidden, resolve)) throw refused(host, port);
    }
    if (allowed.has(host) || allowed.has(`${host}:${port}`) || allowed.has(`[${host}]:${port}`)) return addresses;
    // One private address among public ones is how a rebinding attack looks: the whole name is refused.
    if (!addresses.every(isPublic)) throw refused(host, port);
    return addresses;
  };
};

const unresolved = (host: string, cause?: unknown): TramaError =>
  failure('connection_failed', `O nome ${host} não leva a nenhum endereço.`, `The name ${host} leads to no address.`, {
    details: { host },
    cause,
  });

const refused = (host: string, port: number): TramaError =>
  failure('address_refused', `${host}:${port} não é um endereço público.`, `${host}:${port} is not a public address.`, {
    details: { host, port },
  });

/** `[::1]` -> `::1`, `Example.COM.` -> `example.com`. */
export const bareHost = (host: string): string =>
  host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

const systemResolve = async (host: string): Promise<string[]> => {
  try {
    const found: LookupAddress[] = await lookup(host, { all: true });
    return found.map((one) => one.address);
  } catch (cause) {
    throw unresolved(host, cause);
  }
};

/** Looks public, but inside Azure it is the host's own service, with the machine's secrets. */
const AZURE_WIRE_SERVER = '168.63.129.16';

/**
 * Public is what IANA assigned as global unicast and no translation leads elsewhere: everything that ipaddr.js gives a
 * name of its own (private, loopback, linkLocal with the metadata service, carrierGradeNat, uniqueLocal, multicast,
 * reserved, 6to4, teredo, rfc6052…) is refused. An IPv4-mapped address is judged as the IPv4 that it is.
 */
export const isPublic = (address: string): boolean => {
  const zoneless = address.split('%')[0] ?? '';
  if (!ipaddr.isValid(zoneless)) return false;
  const parsed = ipaddr.process(zoneless);
  if (parsed.range() !== 'unicast' || zoneless === AZURE_WIRE_SERVER) return false;
  if (parsed.kind() === 'ipv4') return true;
  // ipaddr.js calls unassigned space unicast, too; only 2000::/3 is given out.
  return ((parsed as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1;
};

/** Reaches this very machine: loopback, 0.0.0.0 and ::, and what its interfaces are called. */
const isThisMachine = (address: string): boolean => {
  const zoneless = address.split('%')[0] ?? '';
  if (!ipaddr.isValid(zoneless)) return false;
  const range = ipaddr.process(zoneless).range();
  if (range === 'loopback' || range === 'unspecified') return true;
  return Object.values(networkInterfaces()).some((list) => list?.some((one) => same(one.address, zoneless)));
};

const isOurs = async (
  address: string,
  port: number,
  written: string,
  forbidden: readonly { host: string; port: number }[],
  resolve: (host: string) => Promise<string[]>,
): Promise<boolean> => {
  for (const one of forbidden) {
    if (one.port !== port) continue;
    const host = bareHost(one.host);
    if (host === written || host === address) return true;
    const theirs = isIP(host) ? [host] : await resolve(host).catch(() => []);
    if (theirs.some((other) => same(other, address) || (isThisMachine(other) && isThisMachine(address)))) return true;
  }
  return false;
};

const same = (a: string, b: string): boolean =>
  ipaddr.isValid(a) &&
  ipaddr.isValid(b) &&
  ipaddr.process(a).toNormalizedString() === ipaddr.process(b).toNormalizedString();
