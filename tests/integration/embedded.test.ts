import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { type RunningPostgres, startPostgres } from '#scripts/embedded/postgres.ts';
import { SEARCH_ATTRIBUTES } from '#scripts/embedded/search-attributes.ts';
import { freshDatabase } from '#tests/fresh-database.ts';
import { processesWith } from '#tests/processes-with.ts';

const folders: string[] = [];
const running: RunningPostgres[] = [];

const postgres = async (folder: string, lines: string[] = []): Promise<RunningPostgres> => {
  const server = await startPostgres({
    folder,
    port: 0,
    log: (line) => lines.push(line),
    onLost: (reason) => lines.push(reason),
  });
  running.push(server);
  return server;
};

const dataFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trama-embedded-'));
  folders.push(folder);
  return folder;
};

async function ask<T extends object>(address: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: address });
  try {
    await client.connect();
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test('data outlive a clean stop and a server that was killed', async () => {
  const folder = dataFolder();
  const first = await postgres(folder);
  await ask(first.superuserUrl, 'create table kept as select 1 as n');
  await first.stop();
  const lines: string[] = [];
  const second = await postgres(folder, lines);
  await ask(second.superuserUrl, 'insert into kept values (2)');
  process.kill(second.pid() ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(lines).toContain('PostgreSQL is running again'), 10_000);
  expect(await ask(second.superuserUrl, 'select n from kept order by n')).toEqual([{ n: 1 }, { n: 2 }]);
});

test('nothing of a stopped server is left', async () => {
  const folder = dataFolder();
  const server = await postgres(folder);
  expect(processesWith(folder)).not.toEqual([]);
  await server.stop();
  expect(processesWith(folder)).toEqual([]);
});

test('nobody enters without a password, and none but its owner reads it', async () => {
  const folder = dataFolder();
  const server = await postgres(folder);
  expect(statSync(path.join(folder, 'pg-password')).mode & 0o777).toBe(0o600);
  const url = new URL(server.superuserUrl);
  url.password = 'guess';
  await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
});

test('a database of a test is migrated, and its roles are bound by the policies', async () => {
  const { urls, drop } = await freshDatabase();
  const [role] = await ask<{ rolsuper: boolean; rolbypassrls: boolean }>(
    urls.app,
    'select rolsuper, rolbypassrls from pg_roles where rolname = current_user',
  );
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false });
  expect(await ask(urls.admin, 'select count(*)::int as n from tenants')).toEqual([{ n: 0 }]);
  await drop();
});

test('the embedded Temporal knows our search attributes', async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
  expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
  await connection.close();
});
