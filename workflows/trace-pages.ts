import { CancellationScope, proxyLocalActivities } from '@temporalio/workflow';
import type { TraceStep } from '#flow/machine/protocol.ts';
import { engineActivities } from './carry-out.ts';
import type { EngineActivities, RunRef } from './engine-activities.ts';

/** A page of the trace has this many steps or bytes. */
const PAGE_STEPS = 200;
const PAGE_BYTES = 256 * 1024;

/** The trace on its way to PostgreSQL: whole pages go at once, the last leaves with the run's end. */
export class TracePages {
  readonly #ref: RunRef;
  #steps: TraceStep[] = [];
  #bytes = 0;
  /** Pages under way, oldest first: the query shows them until they are saved. */
  #sending: TraceStep[][] = [];
  #done: Promise<void> = Promise.resolve();
  #pages: number;
  readonly #quickly: boolean;

  /** `quickly`: inside the workflow's own task, where PostgreSQL answers. */
  constructor(ref: RunRef, pages: number, quickly = false) {
    this.#quickly = quickly;
    this.#ref = ref;
    this.#pages = pages;
  }

  /** Number of the next page. */
  get saved(): number {
    return this.#pages;
  }

  get idle(): boolean {
    return this.#sending.length === 0;
  }

  get unsaved(): TraceStep[] {
    return [...this.#sending.flat(), ...this.#steps];
  }

  get last(): TraceStep[] {
    return this.#steps;
  }

  add(steps: TraceStep[]): void {
    for (const step of steps) {
      this.#steps.push(step);
      this.#bytes += JSON.stringify(step).length;
      if (this.#steps.length >= PAGE_STEPS || this.#bytes >= PAGE_BYTES) this.#send();
    }
  }

  /** Everything to PostgreSQL. */
  async flush(): Promise<void> {
    if (this.#steps.length > 0) this.#send();
    await this.#done;
  }

  #send(): void {
    const steps = this.#steps;
    const page = this.#pages++;
    this.#steps = [];
    this.#bytes = 0;
    this.#sending.push(steps);
    this.#done = Promise.all([this.#done, this.#save(page, steps)]).then(() => undefined);
  }

  async #save(page: number, steps: TraceStep[]): Promise<void> {
    const save = engineActivities(`page ${page}`)['trama.savePage'];
    const ask = { ...this.#ref, page, steps };
    await CancellationScope.nonCancellable(async () => {
      if (this.#quickly && (await savedQuickly(ask))) return;
      await save(ask);
    });
    this.#sending = this.#sending.filter((one) => one !== steps);
  }
}

/** One try, of which the history keeps a mark alone. A page that is saved twice is saved once. */
async function savedQuickly(ask: Parameters<EngineActivities['trama.savePage']>[0]): Promise<boolean> {
  const local = proxyLocalActivities<EngineActivities>({ startToCloseTimeout: '5s', retry: { maximumAttempts: 1 } });
  try {
    await local['trama.savePage'](ask);
    return true;
  } catch {
    return false;
  }
}
