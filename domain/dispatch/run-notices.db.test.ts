import pg from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from '#tests/fresh-database.ts';
import { LiveHub } from './live-hub.ts';
import { hearOfRuns } from './run-notices.ts';

test('who watches a flow looks again once a lost connection is back: what was said meanwhile is heard by nobody', async () => {
  const database = await freshDatabase();
  const admin = new pg.Client({ connectionString: database.urls.admin });
  await admin.connect();
  const hub = new LiveHub();
  let looks = 0;
  hub.watch('ten_1', { flowId: 'flw_1', drawing: true }, () => void looks++);
  const lost: Error[] = [];
  const listener = hearOfRuns({ url: database.urls.admin, hub }, (error) => void lost.push(error));
  const tell = () =>
    admin.query(`select pg_notify('trama_runs', '{"tenantId":"ten_1","flowId":"flw_1","drawn":true}')`);
  const listening = async (): Promise<number[]> => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and query = 'listen trama_runs'`,
    );
    return rows.map(({ pid }) => pid);
  };
  await expect.poll(async () => (await listening()).length, { timeout: 20_000 }).toBe(1);
  await tell();
  await expect.poll(() => looks, { timeout: 20_000 }).toBe(1);

  const [pid] = await listening();
  await admin.query('select pg_terminate_backend($1)', [pid]);
  await expect.poll(() => lost.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect.poll(() => looks, { timeout: 20_000 }).toBe(2);
  await tell();
  await expect.poll(() => looks, { timeout: 20_000 }).toBe(3);
  await listener.close();
  await admin.end();
  await database.drop();
});
