import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '#scripts/embedded/ports.ts';
import { sleep } from '#scripts/embedded/processes.ts';
import type { Demo } from '#scripts/run.ts';
import { cpuMsOfGroup } from '#tests/cpu-of-group.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Ports of its own, which stay the same over restarts. */
export async function freeSettings(): Promise<Record<string, string>> {
  const [port, temporalPort, uiPort] = [await freePort(), await freePort(), await freePort()];
  return {
    PORT: String(port),
    TRAMA_TEMPORAL_PORT: String(temporalPort),
    TRAMA_TEMPORAL_UI_PORT: String(uiPort),
    LOG_LEVEL: 'warn',
  };
}

/** The product as a user starts it, in a process group of its own. */
export class Product {
  readonly data: string;
  readonly #root: string;
  readonly settings: Record<string, string>;
  private child: ChildProcess | undefined;
  private exited: Promise<number | NodeJS.Signals> | undefined;

  /** @param root another checkout than this */
  constructor(data: string, settings: Record<string, string>, root = ROOT) {
    this.data = data;
    this.settings = settings;
    this.#root = root;
  }

  get log(): string {
    return readFileSync(`${this.data}.log`, 'utf8');
  }

  launch(): Promise<number | NodeJS.Signals> {
    const out = openSync(`${this.data}.log`, 'a');
    // Nothing but what npm needs: a setting of this process must not reach the product.
    const PATH = [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
    const env = { PATH, HOME: homedir(), TRAMA_DATA: this.data, ...this.settings };
    const child = spawn('npm', ['start', '--silent'], {
      cwd: this.#root,
      env,
      detached: true,
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    this.child = child;
    this.exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal ?? 0)));
    return this.exited;
  }

  /** Starts it and waits until it says that it is ready, or, at another address, that it is there. */
  async start(withinMs = 120_000, asks = '/readyz'): Promise<Demo> {
    let ended: number | NodeJS.Signals | undefined;
    void this.launch().then((code) => {
      ended = code;
    });
    const file = path.join(this.data, 'demo.json');
    for (const end = Date.now() + withinMs; Date.now() < end; await sleep(50)) {
      if (ended !== undefined) throw new Error(`npm start ended (${ended})\n${this.log.slice(-3000)}`);
      if (!existsSync(file)) continue;
      const demo: Demo = JSON.parse(readFileSync(file, 'utf8'));
      const ready = await fetch(demo.url + asks).catch(() => undefined);
      if (ready?.status === 200) return demo;
    }
    this.signal('SIGKILL');
    throw new Error(`not ready within ${withinMs} ms\n${this.log.slice(-3000)}`);
  }

  /** To the whole group, as a terminal does. False when it is gone. */
  signal(name: NodeJS.Signals | 0): boolean {
    // Group 0 would be the tests' own.
    if (this.child?.pid === undefined) return false;
    try {
      process.kill(-this.child.pid, name);
      return true;
    } catch {
      return false;
    }
  }

  /** Milliseconds of CPU that the group has used since its launch, with those of its processes that ended. */
  cpuMs(): number {
    const group = this.child?.pid;
    return group === undefined ? 0 : cpuMsOfGroup(group);
  }

  /** Waits until no process of the group is left. @returns milliseconds that it took */
  async gone(withinMs = 30_000): Promise<number> {
    const began = Date.now();
    while (this.signal(0)) {
      if (Date.now() - began > withinMs) throw new Error(`still there after ${withinMs} ms\n${this.log.slice(-3000)}`);
      await sleep(20);
    }
    return Date.now() - began;
  }

  async stop(): Promise<void> {
    if (this.signal('SIGINT')) await this.gone();
  }
}
