import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as tcp } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DATABASE, SUPERUSER } from '../embedded/postgres.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = tcp().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });

/** The outside world: answers at once, or after `?ms=`. */
export async function startStub(): Promise<{ url: string; host: string; hits(): number; close(): void }> {
  let hits = 0;
  const server = createServer((req, res) => {
    hits++;
    req.resume();
    const answer = () => res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    const [, ms] = /ms=(\d+)/.exec(req.url ?? '') ?? [];
    req.on('end', () => (ms === undefined ? answer() : setTimeout(answer, Number(ms))));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/notify`,
    host,
    hits: () => hits,
    close: () => (server.closeAllConnections(), server.close()),
  };
}

export interface Product {
  url: string;
  apiKey: string;
  /** Of the person who is there from the start. */
  email: string;
  password: string;
  temporal: string;
  /** Its TRAMA_DATA. */
  data: string;
  databaseUrl: string;
  /** Of its processes. */
  group: number;
  stop(): Promise<void>;
}

/** Trama as `npm start` starts it, in a process and a folder of its own. */
export async function startProduct(allowed: string): Promise<Product> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'trama-bench-'));
  const [port, temporalPort, uiPort, pgPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const settings = {
    TRAMA_DATA: data,
    PORT: port,
    TRAMA_TEMPORAL_PORT: temporalPort,
    TRAMA_TEMPORAL_UI_PORT: uiPort,
    TRAMA_PG_PORT: pgPort,
    TRAMA_ALLOW_PRIVATE_HOSTS: allowed,
    LOG_LEVEL: 'error',
  };
  const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const child = spawn('env', [...pairs, 'npm', 'start', '--silent'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const demoFile = path.join(data, 'demo.json');
  for (let i = 0; !existsSync(demoFile); i++) {
    if (i > 1_200 || child.exitCode !== null) throw new Error('Trama did not start');
    await sleep(100);
  }
  type Demo = Record<'url' | 'apiKey' | 'email' | 'password', string>;
  const { url, apiKey, email, password } = JSON.parse(readFileSync(demoFile, 'utf8')) as Demo;
  return {
    url: url.replace('localhost', '127.0.0.1'),
    ...{ apiKey, email, password },
    temporal: `127.0.0.1:${temporalPort}`,
    data,
    databaseUrl: superuserUrl(data, pgPort),
    group: child.pid ?? 0,
    stop: async () => {
      await stop(child);
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The embedded server's own user: the baseline's table is no tenant's. */
const superuserUrl = (data: string, port: number): string =>
  `postgres://${SUPERUSER}:${readFileSync(path.join(data, 'pg-password'), 'utf8').trim()}@127.0.0.1:${port}/${DATABASE}`;

export async function startBaseline(
  product: Product,
  notifyUrl: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(
    'node',
    [
      '--import',
      'tsx',
      'scripts/bench/baseline-server.ts',
      product.temporal,
      product.databaseUrl,
      notifyUrl,
      String(port),
    ],
    { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise<void>((done, failed) => {
    child.stdout?.on('data', (text: Buffer) => text.includes('ready') && done());
    child.on('exit', () => failed(new Error('the baseline did not start')));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => stop(child) };
}

export async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  if (child.exitCode !== null || child.pid === undefined) return;
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}
