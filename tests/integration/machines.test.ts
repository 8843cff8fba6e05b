import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection, WorkflowClient } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '../conformance/client.ts';
import { flowOf, stop } from '../conformance/flow-of.ts';
import { laterRelease, versionHere } from '../other-release.ts';
import { freeSettings, Product } from '../running-product.ts';

// Two releases over one data folder: this checkout, and a copy whose machine is another (docs/decisions/014).
const home = mkdtempSync(path.join(tmpdir(), 'trama-machines-'));
const LATER = '99.0.0';
let settings: Record<string, string>;
let now: Product;
let later: Product;

beforeAll(async () => {
  settings = await freeSettings();
  now = new Product(path.join(home, 'data'), settings);
  // A timer before anything else: no history of the machine before replays by it.
  const root = await laterRelease(path.join(home, 'later'), {
    version: LATER,
    changes: [
      {
        file: 'workflows/run-driver.ts',
        is: "else this.feed({ kind: 'start' });",
        becomes: "else {\n      await sleep(1);\n      this.feed({ kind: 'start' });\n    }",
      },
    ],
  });
  later = new Product(path.join(home, 'data'), settings, root);
});
afterAll(async () => {
  await Promise.all([now.stop(), later.stop()]);
  rmSync(home, { recursive: true, force: true });
});

const WAITS = flowOf({
  nodes: {
    e: { type: 'waitForEvent', config: { events: [{ port: 'ok', name: 'vai', key: '{{ trigger.data.n }}' }] } },
    fim: stop('{{ trigger.data.n }}'),
  },
  edges: 'trigger > e, e.ok > fim',
});

/** Its queue and timers as Temporal wrote them down: one for the run's own time limit, and one of the later machine's. */
async function historyOf(run: string): Promise<{ queue: string; timers: number }> {
  const connection = await Connection.connect({ address: `127.0.0.1:${settings.TRAMA_TEMPORAL_PORT}` });
  const client = new WorkflowClient({ connection });
  for await (const { workflowId } of client.list({ query: `TramaRun = '${run}' and WorkflowType = 'flow'` })) {
    const { events } = await client.getHandle(workflowId).fetchHistory();
    const queue = events?.[0]?.workflowExecutionStartedEventAttributes?.taskQueue?.name ?? '';
    const timers = (events ?? []).filter((event) => event.timerStartedEventAttributes).length;
    await connection.close();
    return { queue, timers };
  }
  throw new Error(`Temporal does not know ${run}`);
}

const go = (api: Client, n: string) => api.post('/v1/events', { name: 'vai', key: n });

let flow: string;
let old: string;
let fresh: string;

test('a run stays with its machine in a release that has a newer one, and new runs get the newer', {
  timeout: 240_000,
}, async () => {
  const before = new Client(await now.start());
  flow = await before.deploy(WAITS);
  old = await before.start(flow, { n: 'a' });
  await before.waiting(old);
  await now.stop();

  const after = new Client(await later.start());
  fresh = await after.start(flow, { n: 'b' });
  await after.waiting(fresh);
  await go(after, 'a');
  expect(await after.ended(old)).toMatchObject({ status: 'succeeded', output: 'a' });
  expect(await historyOf(old)).toEqual({ queue: 'flows', timers: 1 });
  expect(await historyOf(fresh)).toEqual({ queue: 'flows/2', timers: 2 });
  await later.stop();
});

test('a release without the machine of an open run does not start, and says where it is', {
  timeout: 240_000,
}, async () => {
  const logged = now.log.length;
  expect(await now.launch()).not.toBe(0);
  const said = now.log.slice(logged);
  expect(said).toContain('machine_missing');
  expect(said).toMatch(new RegExp(`2 \\(1 execuções; está em ${LATER}\\).* · .*2 \\(1 runs; it is in ${LATER}\\)`));
  expect(versionHere()).not.toBe(LATER);
});

test('once they have ended, the way back is open', { timeout: 240_000 }, async () => {
  const after = new Client(await later.start());
  await go(after, 'b');
  expect(await after.ended(fresh)).toMatchObject({ status: 'succeeded', output: 'b' });
  await later.stop();
  const before = new Client(await now.start());
  const last = await before.start(flow, { n: 'c' });
  await before.waiting(last);
  expect((await historyOf(last)).queue).toBe('flows');
});
