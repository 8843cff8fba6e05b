import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { failure } from '#flow/errors.ts';
import type { AddressGuard } from './address-guard.ts';

/** Of the checked addresses of a name, how many are tried. */
const MOST_ADDRESSES = 4;

/**
 * What undici opens sockets with: asks the guard, then connects to an address that it gave, never to the name. Between check
 * and connect nothing is resolved, so a name that changes its address in between (DNS rebinding) gains nothing.
 */
export const checkedConnector = (
  guard: AddressGuard,
  options: { timeoutMs: number; ca?: string | undefined },
): buildConnector.connector => {
  const connect = buildConnector({ timeout: options.timeoutMs, ...(options.ca !== undefined && { ca: options.ca }) });
  const open = (to: buildConnector.Options): Promise<Socket> =>
    new Promise((done, fail) => connect(to, (error, socket) => (error ? fail(error) : done(socket as Socket))));

  const openChecked = async (to: buildConnector.Options): Promise<Socket> => {
    const port = Number(to.port || (to.protocol === 'https:' ? 443 : 80));
    const addresses = await inTime(guard(to.hostname, port), options.timeoutMs, to.hostname);
    // The certificate is for the name, not for the address behind it. An address has no server name (RFC 6066).
    const servername = to.servername || (isIP(to.hostname) ? '' : to.hostname);
    let last: unknown;
    for (const address of addresses.slice(0, MOST_ADDRESSES)) {
      try {
        return await open({ ...to, hostname: address, servername });
      } catch (error) {
        last = error;
      }
    }
    throw last;
  };
  return (to, callback) => {
    openChecked(to).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
};

/** The system's resolver knows no time limit. */
const inTime = async <T>(work: Promise<T>, timeoutMs: number, host: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    const error = failure(
      'connection_failed',
      `O nome ${host} não foi resolvido a tempo.`,
      `The name ${host} was not resolved in time.`,
    );
    timer = setTimeout(() => fail(error), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
