import { isIP } from 'node:net';
import type { Transporter } from 'nodemailer';
import type SmtpTransport from 'nodemailer/lib/smtp-transport';
import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import { mailFailure } from './mail-failure.ts';
import { type Stored, storedIn } from './stored.ts';

export type Server = Transporter<SmtpTransport.SentMessageInfo>;

/** Of the checked addresses of a server, how many are tried. */
const MOST_ADDRESSES = 3;
const CONNECT_MS = 10_000;
/** Failures before anything was said: the next address may do better. */
const UNREACHED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/**
 * Works with the connection's server. Its name is resolved and checked by the dialer's guard, and connected to by the address
 * that was checked; the certificate is held against the name. A connection a call: what mail costs is not the handshake.
 * Fails with `address_refused`, `connection_failed`, `timeout`, `smtp_<status>`, `smtp_auth`.
 */
export const withServer = async <T>(context: ActionContext, work: (server: Server) => Promise<T>): Promise<T> => {
  const stored = storedIn(context.connection);
  const host = stored.host.replace(/^\[|\]$/g, '');
  const addresses = await context.services.dial.resolve(host, stored.port);
  for (const [i, address] of addresses.slice(0, MOST_ADDRESSES).entries()) {
    const server = await open(stored, host, address, context.timeoutMs);
    const stop = () => server.close();
    context.signal.addEventListener('abort', stop, { once: true });
    try {
      context.signal.throwIfAborted();
      return await untilAborted(work(server), context.signal);
    } catch (error) {
      const unreached = UNREACHED.has(String((error as { code?: unknown }).code));
      const last = i === Math.min(addresses.length, MOST_ADDRESSES) - 1;
      if (!unreached || last || context.signal.aborted) throw mailFailure(error, stored, context.signal);
    } finally {
      context.signal.removeEventListener('abort', stop);
      server.close();
    }
  }
  throw failure('connection_failed', `${host} não leva a nenhum endereço.`, `${host} leads to no address.`);
};

/** nodemailer heeds no signal. What it still says afterwards concerns nobody. */
const untilAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  work.catch(() => {});
  let stop = () => {};
  const aborted = new Promise<never>((_, fail) => {
    stop = () => fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

const open = async (stored: Stored, host: string, address: string, timeoutMs: number): Promise<Server> => {
  const { createTransport } = await import('nodemailer');
  const { port, security, user, password, ca } = stored;
  return createTransport({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // A password never crosses a wire in clear.
    ...(user !== undefined && security !== 'none' && { auth: { user, pass: password ?? '' } }),
    tls: { ...(isIP(host) ? {} : { servername: host }), ...(ca !== undefined && { ca }), minVersion: 'TLSv1.2' },
    connectionTimeout: Math.min(timeoutMs, CONNECT_MS),
    greetingTimeout: Math.min(timeoutMs, CONNECT_MS),
    socketTimeout: timeoutMs,
    // Text and attachments are what the config says they are: no path and no address is ever followed.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
};
