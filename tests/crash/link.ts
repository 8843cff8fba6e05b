import net, { type AddressInfo } from 'node:net';
import { sleep } from '#scripts/embedded/processes.ts';

/** A wire between two processes: a TCP proxy on this machine that can be slow, and can be cut. */
export class Link {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  readonly #port: number;
  #cut = false;
  #delayMs = 0;

  private constructor(server: net.Server, port: number) {
    this.#server = server;
    this.#port = port;
  }

  /** @param target the port of this machine that it leads to */
  static async to(target: number): Promise<Link> {
    const server = net.createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const link = new Link(server, (server.address() as AddressInfo).port);
    server.on('connection', (socket) => link.#carry(socket, target));
    return link;
  }

  get port(): number {
    return this.#port;
  }

  /** Breaks every connection in the middle of whatever it carries, and lets none come about until `mend`. */
  cut(): void {
    this.#cut = true;
    this.breakOff();
  }

  /** Breaks what there is, once. */
  breakOff(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Everything arrives so much later, in both directions. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  mend(): void {
    this.#cut = false;
    this.#delayMs = 0;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((done) => this.#server.close(done));
  }

  #carry(near: net.Socket, target: number): void {
    if (this.#cut) {
      near.resetAndDestroy();
      return;
    }
    const far = net.connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      const later = this.#inOrder();
      from.setNoDelay(true);
      this.#sockets.add(from);
      // Whoever dies takes the wire along: what was still on it does not arrive.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on('end', () => later(() => to.end()));
      from.on('data', (bytes) => later(() => to.destroyed || to.write(bytes)));
    }
  }

  /** One direction: what was sent first arrives first, however the wire's slowness changes meanwhile. */
  #inOrder(): (pass: () => void) => void {
    let last = Promise.resolve();
    let waiting = 0;
    return (pass) => {
      if (this.#delayMs === 0 && waiting === 0) {
        pass();
        return;
      }
      const due = Date.now() + this.#delayMs;
      waiting += 1;
      last = last.then(async () => {
        await sleep(Math.max(0, due - Date.now()));
        waiting -= 1;
        pass();
      });
    };
  }
}
