import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '#scripts/embedded/ports.ts';
import { type RunningPostgres, startPostgres } from '#scripts/embedded/postgres.ts';
import { sleep } from '#scripts/embedded/processes.ts';
import { type RunningTemporal, startTemporal } from '#scripts/embedded/temporal.ts';
import { temporalProgram } from '#scripts/embedded/temporal-program.ts';
import type { Demo } from '#scripts/run.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
import { Clock } from './clock.ts';
import { SmallDisk } from './disk.ts';
import { Link } from './link.ts';

export type Server = 'postgres' | 'temporal';
export type Wire = 'database' | 'temporal' | 'receiver';

export interface WorldOptions {
  home: string;
  /** Of the receiver, behind its wire. */
  receiverPort: number;
  /** The product's own servers, with nothing in between; else servers of ours, behind wires. */
  embedded: boolean;
  /** How many processes of the product share the servers; embedded servers have one. */
  nodes: number;
  /** Whether the servers' files lie on a disk that can be filled. */
  disk: boolean;
  log: (line: string) => void;
}

const RESTART_MS = 200;

/** All that runs: the product, its servers, and the wires between them. Whatever dies is started again on the same data. */
export class World {
  readonly links: Partial<Record<Wire, Link>> = {};
  readonly clock: Clock;
  disk: SmallDisk | null = null;
  demo: Demo | undefined;
  /** Ends of a product's process that nobody here asked for. */
  unasked = 0;
  readonly #options: WorldOptions;
  readonly #products: Product[] = [];
  #postgres: RunningPostgres | undefined;
  #temporal: RunningTemporal | undefined;
  #closing = false;
  #keepers: Promise<void>[] = [];
  /** Products that we ended: their next end is not unasked. */
  readonly #killed = new Set<Product>();

  private constructor(options: WorldOptions) {
    this.#options = options;
    this.clock = new Clock(options.home);
    process.once('exit', this.#abandon);
  }

  /** Whoever ends the laboratory ends the product with it; servers of ours see to that themselves. */
  readonly #abandon = (): void => {
    for (const product of this.#products) product.signal('SIGKILL');
  };

  static async open(options: WorldOptions): Promise<World> {
    const world = new World(options);
    const { embedded, receiverPort, disk, home } = options;
    mkdirSync(world.#folder, { recursive: true });
    if (disk) world.disk = SmallDisk.mount(path.join(home, 'disk'));
    world.links.receiver = await Link.to(receiverPort);
    if (!embedded) await world.#startServers();
    await world.#startProducts();
    return world;
  }

  /** Where the servers' files lie. */
  get #folder(): string {
    const { home, disk } = this.#options;
    return path.join(home, disk && this.disk ? 'disk' : 'data');
  }

  /** Base addresses of the product's processes. */
  get urls(): string[] {
    return this.#products.map(({ settings }) => `http://localhost:${settings.PORT}`);
  }

  get receiverUrl(): string {
    return `http://127.0.0.1:${this.links.receiver?.port}`;
  }

  /** Past the wires: for looking at what is left. */
  get superuserUrl(): string {
    if (this.#postgres) return this.#postgres.superuserUrl;
    const password = readFileSync(path.join(this.#folder, 'pg-password'), 'utf8').trim();
    return `postgres://postgres:${password}@127.0.0.1:${this.#products[0]?.settings.TRAMA_PG_PORT}/trama`;
  }

  get temporalAddress(): string {
    return this.#temporal?.address ?? `127.0.0.1:${this.#products[0]?.settings.TRAMA_TEMPORAL_PORT}`;
  }

  /** Ends the process (and, with embedded servers, all of them) without a goodbye; its keeper starts it again. */
  killNode(n: number): void {
    const product = this.#products[n % this.#products.length];
    if (!product) return;
    this.#killed.add(product);
    product.signal('SIGKILL');
  }

  killServer(server: Server): void {
    const pid = this.#pidOf(server);
    if (pid) process.kill(pid, 'SIGKILL');
  }

  /** One of PostgreSQL's processes dies: it takes all connections down and recovers. */
  killBackend(choose: (count: number) => number): void {
    const backends = childrenOf(this.#pidOf('postgres')).filter((pid) => /trama_/.test(titleOf(pid)));
    const pid = backends[choose(backends.length)];
    if (pid) process.kill(pid, 'SIGKILL');
  }

  /** Stops a server, or a process of the product, in the middle of what it does; gives what lets it go on. */
  freeze(what: Server | number): () => void {
    if (typeof what === 'number') {
      const product = this.#products[what % this.#products.length];
      product?.signal('SIGSTOP');
      return () => void product?.signal('SIGCONT');
    }
    const pid = this.#pidOf(what);
    const pids = pid ? [pid, ...childrenOf(pid)] : [];
    const all = (signal: NodeJS.Signals) => {
      for (const one of pids) {
        try {
          process.kill(one, signal);
        } catch {
          // It has ended meanwhile.
        }
      }
    };
    all('SIGSTOP');
    return () => all('SIGCONT');
  }

  async isReady(): Promise<boolean> {
    const answers = await Promise.all(
      this.urls.map((url) => fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)),
    );
    return answers.every((answer) => answer?.status === 200);
  }

  get log(): string {
    return this.#products.map((product) => product.log).join('\n');
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const product of this.#products) await product.stop().catch(() => product.signal('SIGKILL'));
    await Promise.all(this.#keepers);
    await this.#temporal?.stop();
    await this.#postgres?.stop();
    for (const link of Object.values(this.links)) await link.close();
    this.disk?.close();
    process.off('exit', this.#abandon);
  }

  #pidOf(server: Server): number | undefined {
    if (server === 'postgres') {
      if (this.#postgres) return this.#postgres.pid();
      return pidIn(path.join(this.#folder, 'pg', 'postmaster.pid'));
    }
    return this.#temporal ? this.#temporal.pid() : pidIn(path.join(this.#folder, 'temporal', 'pid'));
  }

  async #startServers(): Promise<void> {
    // They have a lot to say when they are killed; it stands in their own files.
    const log = (): void => undefined;
    const folder = this.#folder;
    const [pgPort, port, program] = [
      await freePort(),
      await freePort(),
      await temporalProgram({ given: undefined, log }),
    ];
    // Whoever dies too often is given up by its supervisor, and taken up by another: here that is the point.
    const postgres = async (): Promise<void> => {
      this.#postgres = await untilDone(() =>
        startPostgres({ folder, port: pgPort, log, onLost: () => this.#closing || void postgres() }),
      );
    };
    const temporal = async (): Promise<void> => {
      this.#temporal = await untilDone(() =>
        startTemporal({
          ...{ folder, port, program, namespace: 'default', log },
          onLost: () => this.#closing || void temporal(),
        }),
      );
    };
    await Promise.all([postgres(), temporal()]);
    this.links.database = await Link.to(pgPort);
    this.links.temporal = await Link.to(port);
  }

  async #startProducts(): Promise<void> {
    const { embedded, nodes, home } = this.#options;
    const common = {
      ...this.clock.settings,
      TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
      TRAMA_SECRET: randomBytes(24).toString('hex'),
    };
    for (let n = 0; n < (embedded ? 1 : nodes); n++) {
      const settings = { ...(await freeSettings()), ...common, ...(await this.#serverSettings()) };
      const folder = embedded ? this.#folder : path.join(home, `node-${n}`);
      const product = new Product(folder, settings);
      this.#products.push(product);
      // In turn: the first of them makes the tables.
      const demo = await product.start();
      this.demo ??= demo;
      this.#keepers.push(this.#keep(product));
    }
  }

  async #serverSettings(): Promise<Record<string, string>> {
    const { database, temporal } = this.links;
    if (!database || !temporal || !this.#postgres) return { TRAMA_PG_PORT: String(await freePort()) };
    const url = new URL(this.#postgres.superuserUrl);
    url.port = String(database.port);
    return { DATABASE_URL: url.href, TEMPORAL_ADDRESS: `127.0.0.1:${temporal.port}` };
  }

  /** What a service manager does: starts it whenever it is not there. */
  async #keep(product: Product): Promise<void> {
    for (let from = 0; !this.#closing; await sleep(50)) {
      if (product.signal(0)) continue;
      // At a start it may end where a server is away: the next start finds it.
      const wasUp = product.log.slice(from).includes('Trama is up');
      if (!this.#killed.delete(product) && wasUp) {
        this.unasked += 1;
        this.#options.log(`the product ended by itself\n${product.log.slice(-1500)}`);
      }
      await sleep(RESTART_MS);
      from = product.log.length;
      if (!this.#closing) void product.launch();
    }
  }
}

async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(RESTART_MS);
    }
  }
}

function pidIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8').split('\n')[0]) || undefined;
  } catch {
    return undefined;
  }
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const titleOf = (pid: number): string => read(`/proc/${pid}/cmdline`);

/** Processes whose parent is this one. */
function childrenOf(parent: number | undefined): number[] {
  if (parent === undefined) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!(pid > 0)) return false;
      const stat = read(`/proc/${pid}/stat`);
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    });
}
