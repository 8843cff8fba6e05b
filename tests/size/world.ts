import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { sleep } from '#scripts/embedded/processes.ts';
import { type Answer, Caller } from '../crash/caller.ts';
import { freeSettings, Product } from '../running-product.ts';
import { type Memory, memoryOf } from './memory.ts';

const ENDED = ['succeeded', 'failed', 'cancelled'];

export interface HistorySize {
  events: number;
  bytes: number;
}

/** The product as a user starts it, with data of its own, and what the measurements ask of it. */
export class World {
  readonly #product: Product;
  readonly #caller: Caller;
  readonly #temporal: Client;
  readonly #home: string;

  private constructor(product: Product, caller: Caller, temporal: Client, home: string) {
    this.#product = product;
    this.#caller = caller;
    this.#temporal = temporal;
    this.#home = home;
  }

  static async open(settings: Record<string, string> = {}): Promise<World> {
    const home = mkdtempSync(path.join(tmpdir(), 'trama-size-'));
    const product = new Product(path.join(home, 'data'), { ...(await freeSettings()), ...settings });
    const { url, apiKey } = await product.start();
    const connection = await Connection.connect({ address: `127.0.0.1:${product.settings.TRAMA_TEMPORAL_PORT}` });
    return new World(product, new Caller(() => url, apiKey), new Client({ connection }), home);
  }

  async close(): Promise<void> {
    await this.#temporal.connection.close();
    await this.#product.stop();
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** TRAMA_DATA of the product. */
  get data(): string {
    return this.#product.data;
  }

  get memory(): Memory {
    return memoryOf(this.#home);
  }

  async call(method: string, address: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.#caller.until(method, address, body);
    if (answer.status >= 300) throw new Error(`${method} ${address}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async deploy(definition: unknown): Promise<string> {
    const { id } = await this.call('POST', '/v1/flows', { definition });
    await this.call('POST', `/v1/flows/${id}/publish`, {});
    return id;
  }

  async start(flow: string, data: unknown = {}): Promise<string> {
    return (await this.call('POST', `/v1/flows/${flow}/runs`, { data })).runId;
  }

  /** The run's row, once it has ended. */
  async ended(run: string, withinMs: number): Promise<Answer['body']> {
    return await this.until(
      async () => {
        const row = await this.call('GET', `/v1/runs/${run}`);
        return ENDED.includes(row.status) ? row : null;
      },
      `${run} ended`,
      withinMs,
    );
  }

  /** @throws where it is not so within the time */
  async until<T>(look: () => Promise<T | null>, what: string, withinMs: number): Promise<T> {
    for (const end = Date.now() + withinMs; ; await sleep(250)) {
      const found = await look();
      if (found !== null) return found;
      if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    }
  }

  /** Steps of the trace, page after page. @throws where one is missing or doubled */
  async countSteps(run: string): Promise<number> {
    let count = 0;
    for (let cursor: string | null = '0'; cursor !== null; ) {
      const page: Answer['body'] = await this.call('GET', `/v1/runs/${run}/trace?cursor=${cursor}`);
      for (const { n } of page.steps) if (n !== ++count) throw new Error(`step ${count} of ${run} is not there`);
      cursor = page.nextCursor;
    }
    return count;
  }

  /** Of the execution that a run is in now; the workflow id ends in the run's. */
  async historyOf(workflowId: string): Promise<HistorySize & { kinds: string[] }> {
    const handle = this.#temporal.workflow.getHandle(workflowId);
    const [{ raw }, { events }] = await Promise.all([handle.describe(), handle.fetchHistory()]);
    const kinds = (events ?? []).map((event) => Object.keys(event).find((key) => key.endsWith('Attributes')) ?? '');
    return {
      events: kinds.length,
      bytes: Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0),
      kinds,
    };
  }

  /** As the server's list has it, which is a moment late. */
  async workflowIdOf(run: string): Promise<string> {
    const query = `TramaRun = '${run}' and WorkflowType = 'flow'`;
    return await this.until(
      async () => {
        for await (const one of this.#temporal.workflow.list({ query })) return one.workflowId;
        return null;
      },
      `${run} is listed`,
      20_000,
    );
  }
}
