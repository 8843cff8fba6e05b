import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webhookActivities } from '#activities/outbound/deliver-webhook.ts';
import { createDialer, type Dialer } from '#connectors/dialer.ts';
import { newId, parseId } from '#domain/ids.ts';
import { listDeliveries } from '#domain/outbound/list-deliveries.ts';
import { getEndpoint } from '#domain/outbound/read-endpoint.ts';
import { tellEndpoints } from '#domain/outbound/tell-endpoints.ts';
import { createEndpoint } from '#domain/outbound/write-endpoint.ts';
import { MACHINE, queueOf } from '#flow/machine/number.ts';
import { WebhookReceiver } from '#tests/simulators/webhook-receiver.ts';
import { timeSkippingEnvironment } from '#tests/time-skipping.ts';
import { workflowBundle } from '#workers/bundle.ts';
import { Webhooks } from '#workers/webhooks.ts';
import { quiet } from '../workflow/flow-bench.ts';
import { oneTenant } from './data/one-tenant.ts';

const { fixture, db } = await oneTenant();
const HOUR = 3_600_000;
const uuidOf = (id: string) => parseId('whe', id);
let environment: TestWorkflowEnvironment;
let dial: Dialer;
let webhooks: Webhooks;
let worker: Worker;
let working: Promise<void>;

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  });
  environment = await timeSkippingEnvironment();
  // A KEYWORD, as at the servers that we start.
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: { TramaTenant: 2 },
  });
  dial = createDialer({ allowPrivateHosts: ['localhost'] });
  const { client, nativeConnection: connection } = environment;
  const { database, urls } = fixture;
  const mail = { sendLater: () => undefined };
  worker = await Worker.create({
    connection,
    taskQueue: queueOf(MACHINE),
    workflowBundle: await workflowBundle(),
    activities: { ...webhookActivities({ database, dial, mail }) },
    sinks: quiet,
  });
  working = worker.run();
  webhooks = new Webhooks({ database, client, dial, noticesUrl: urls.admin, mail, log: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await webhooks.stop();
  worker.shutdown();
  await working;
  await environment.teardown();
  await dial.close();
});

const fields = { description: '', eventTypes: [], flowIds: [], ratePerMinute: null, headers: {}, secretHeaders: {} };
const endpoint = async (url: string, inOrder: boolean) => {
  const given = { ...fields, url, inOrder, signature: 'hmac' as const, by: 'test' };
  return (await db((tenant) => createEndpoint(tenant, given))).endpoint.id;
};
const tell = async (from: number, to: number) => {
  for (let version = from; version <= to; version++) {
    const flowId = newId('flw');
    const data = { flowId, version, note: null, publishedBy: 'test' };
    await db((tenant) => tellEndpoints(tenant, [{ type: 'flow.published', flowId, data }]));
  }
};
const numbers = (to: number) => Array.from({ length: to }, (_, i) => i + 1);
const statesOf = async (id: string) =>
  (await db((tenant) => listDeliveries(tenant, { endpoint: id }, { limit: 100 }))).data.map(({ state }) => state);
const within = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 30_000, interval: 50 });

test('a receiver that was killed for an hour gets all of it, in order where that was asked for', async () => {
  const [free, ordered] = await Promise.all([WebhookReceiver.start(), WebhookReceiver.start()]);
  const [first, second] = [await endpoint(free.url, false), await endpoint(ordered.url, true)];
  await tell(1, 3);
  await within(() => [free.taken.length, ordered.taken.length]).toEqual([3, 3]);
  await Promise.all([free.stop(), ordered.stop()]);
  await tell(4, 8);
  await within(() => statesOf(first)).toEqual([
    ...numbers(5).map(() => 'retrying'),
    ...numbers(3).map(() => 'succeeded'),
  ]);
  await within(async () => (await statesOf(second))[4]).toBe('retrying');
  await environment.sleep(HOUR);
  expect(await statesOf(second)).toEqual([
    'due',
    'due',
    'due',
    'due',
    'retrying',
    'succeeded',
    'succeeded',
    'succeeded',
  ]);
  const [freeAgain, orderedAgain] = await Promise.all([
    WebhookReceiver.start(free.port),
    WebhookReceiver.start(ordered.port),
  ]);
  await environment.sleep(3 * HOUR);
  await within(() => [freeAgain.taken.length, orderedAgain.taken.length]).toEqual([5, 5]);
  const got = [...ordered.taken, ...orderedAgain.taken];
  expect(got.map(({ data }) => data.version)).toEqual(numbers(8));
  const ids = [...free.got, ...freeAgain.got].map(({ id }) => id);
  expect(new Set(ids).size).toBe(8);
  await Promise.all([freeAgain.stop(), orderedAgain.stop()]);
  for (const id of [first, second]) await db((t) => t.sql`delete from webhook_endpoints where id = ${uuidOf(id)}`);
});

test('a receiver that has failed for three days is disabled with its next failure', async () => {
  const receiver = await WebhookReceiver.start();
  receiver.always = { status: 500 };
  const id = await endpoint(receiver.url, false);
  await tell(1, 1);
  await within(() => statesOf(id)).toEqual(['retrying']);
  await environment.sleep(70 * HOUR);
  await within(() => receiver.got.length).toBeGreaterThanOrEqual(8);
  // Time passed for Temporal alone.
  await db(
    (t) => t.sql`update webhook_endpoints set failing_since = now() - interval '75 hours' where id = ${uuidOf(id)}`,
  );
  await environment.sleep(15 * HOUR);
  await within(async () => (await db((tenant) => getEndpoint(tenant, id))).disabledReason).toBe('failing');
  expect(await statesOf(id)).toEqual(['failed']);
  expect(new Set(receiver.got.map((one) => one.id)).size).toBe(1);
  await receiver.stop();
});
