import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import express from 'express';
import pg from 'pg';
import { request } from 'undici';

export interface Order {
  id: number;
  items: { cents: number; qty: number }[];
}

const activities = {
  async notify(url: string, body: object): Promise<number> {
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answer.dump();
    if (statusCode >= 400) throw new Error(`answered ${statusCode}`);
    return statusCode;
  },
};
export type BaselineActivities = typeof activities;

const [address = '', databaseUrl = '', notifyUrl = '', port = '0'] = process.argv.slice(2);
const TASK_QUEUE = 'bench-baseline';

/** The same job by hand: Express, a Temporal client and a worker in one process, on the same servers as Trama. */
async function main(): Promise<void> {
  Runtime.install({ telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } } });
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('./baseline-workflow.ts', import.meta.url)),
    activities,
  });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
  const running = worker.run();
  const app = express().use(express.json());
  const started = (type: string, eager: boolean) => async (req: express.Request, res: express.Response) => {
    const handle = await client.workflow.start(type, {
      taskQueue: TASK_QUEUE,
      workflowId: randomUUID(),
      args: [{ order: req.body, notifyUrl }],
      requestEagerStart: eager,
    });
    res.json(await handle.result());
  };
  app.post('/plain', started('order', false));
  app.post('/eager', started('order', true));
  app.post('/five-plain', started('fiveCalls', false));
  app.post('/five-eager', started('fiveCalls', true));
  app.post('/accept', async (req, res) => {
    await pool.query('insert into bench_commits (id, data) values ($1, $2)', [randomUUID(), req.body]);
    await client.workflow.start('order', {
      taskQueue: TASK_QUEUE,
      workflowId: randomUUID(),
      args: [{ order: { ...req.body, items: [] }, notifyUrl }],
    });
    res.status(202).json({ accepted: true });
  });
  await pool.query('create table if not exists bench_commits (id uuid primary key, data json)');
  const server = app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
  process.on('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    worker.shutdown();
    void running.then(() => connection.close()).then(() => process.exit(0));
  });
}

await main();
