import type { Logger } from 'pino';
import { Repeating } from './repeating.ts';

const LOOK_EVERY_MS = 15_000;

/** As much of Temporal's worker as is needed here. */
interface OneWorker {
  run(): Promise<void>;
  shutdown(): void;
  getState(): string;
}

interface Parts {
  /** Numbers of the machines that this release has. */
  here: number[];
  create: (machine: number) => Promise<OneWorker>;
  /** Machines that open runs need now. */
  needed: () => Promise<number[]>;
  log: Logger;
  onLost: () => void;
  lookEveryMs?: number;
}

/**
 * One worker a machine (docs/decisions/014): the newest always, older ones from when open runs need them. A process of an
 * older release may accept such runs while it is still there, so it is looked at again and again.
 */
export class MachineWorkers {
  readonly #parts: Parts;
  readonly #workers = new Map<number, OneWorker>();
  readonly #running: Promise<void>[] = [];
  readonly #missing = new Set<number>();
  #looking: Repeating | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @param first the machines that are needed from the beginning */
  async start(first: number[]): Promise<void> {
    await this.#serve(first);
    // A release with one machine has nothing to add.
    if (this.#workers.size === this.#parts.here.length) return;
    this.#looking = new Repeating(
      async () => {
        await this.#serve(await this.#parts.needed());
        return this.#parts.lookEveryMs ?? LOOK_EVERY_MS;
      },
      (err) => this.#parts.log.warn({ err }, 'machines of open runs'),
    );
  }

  async stop(): Promise<void> {
    await this.#looking?.stop();
    for (const worker of this.#workers.values()) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.all(this.#running);
  }

  async #serve(machines: number[]): Promise<void> {
    const { here, create, log, onLost } = this.#parts;
    for (const machine of machines) {
      if (this.#workers.has(machine)) continue;
      if (!here.includes(machine)) {
        if (!this.#missing.has(machine)) log.warn({ machine }, 'open runs of a machine that this release has not');
        this.#missing.add(machine);
        continue;
      }
      const worker = await create(machine);
      this.#workers.set(machine, worker);
      this.#running.push(
        worker.run().catch((error: unknown) => {
          log.fatal({ err: error, machine }, 'the worker has stopped');
          onLost();
        }),
      );
    }
  }
}
