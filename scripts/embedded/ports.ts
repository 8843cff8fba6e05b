import { randomInt } from 'node:crypto';
import net from 'node:net';
import { type Env, listeningPorts, SettingError } from '#config/env.ts';

/** Below what systems hand to outgoing connections: such a port is not lost to one between two starts of a server. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A port of this machine that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + randomInt(PORTS);
    if (await listens(port)) return port;
  }
}

const canListen = (port: number, host?: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer();
    // A machine without IPv6 or without rights for low ports fails differently: only "in use" is our question here.
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });

/** Whether a server of ours could listen on `port`, on the loopback address and on all of them. */
export const isFree = async (port: number): Promise<boolean> =>
  (await canListen(port, '127.0.0.1')) && (await canListen(port));

/** @throws {SettingError} naming the setting of the first port that somebody else listens on. */
export async function checkPortsFree(env: Env): Promise<void> {
  for (const name of listeningPorts(env)) {
    if (await isFree(env[name])) continue;
    throw new SettingError(
      name,
      `a porta ${env[name]} já está em uso; escolha outra com ${name}=…`,
      `port ${env[name]} is taken; choose another with ${name}=…`,
    );
  }
}
