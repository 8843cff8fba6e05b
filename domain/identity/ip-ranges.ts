import ipaddr from 'ipaddr.js';

/** An address is a range of one. Null: it is neither address nor CIDR range. */
const rangeOf = (text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null => {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch {
    return null;
  }
};

/** `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`; no short forms of IPv4 (`10.1` is an address to some programs only). */
export const isIpRange = (text: string): boolean =>
  (text.includes(':') || /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/.test(text)) && rangeOf(text) !== null;

const MOST_KNOWN = 2_000;

/** Most calls come from few addresses, and each is read twice a call. */
const remembered = (read: (ip: string) => string): ((ip: string) => string) => {
  const known = new Map<string, string>();
  return (ip) => {
    const found = known.get(ip);
    if (found !== undefined) return found;
    if (known.size >= MOST_KNOWN) known.clear();
    const text = read(ip);
    known.set(ip, text);
    return text;
  };
};

/** As people write it: IPv4 that came inside IPv6 without what is around it. */
export const plainAddress = remembered((ip) => (ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : ip));

/**
 * Where somebody is, as far as tries are counted: an IPv4 address, or the /64 of an IPv6 one, of which any household has
 * 2^64 addresses.
 */
export const placeOf = remembered((ip) => {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  return address.kind() === 'ipv4'
    ? address.toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString();
});

/** Is an address in one of the ranges? IPv4 inside IPv6 (`::ffff:10.0.0.1`) is IPv4. What is no address is in none. */
export const isInRanges = (ip: string, ranges: readonly string[]): boolean => {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return ranges.some((text) => {
    const range = rangeOf(text);
    return range !== null && range[0].kind() === address.kind() && address.match(range);
  });
};
