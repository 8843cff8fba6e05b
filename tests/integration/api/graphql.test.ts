import { expect, test } from 'vitest';
import { type Account, deploy, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const ask = async (account: Account, query: string, variables?: object, headers: Record<string, string> = {}) =>
  (await account.call('POST', '/v1/graphql', { query, ...(variables ? { variables } : {}) }, headers)).body;
const start = async (account: Account, flow: string) =>
  (await account.call('POST', `/v1/flows/${flow}/runs`, { data: { n: 1 } })).body.id as string;

const flows = [await deploy(one), await deploy(one)];
const runs: string[] = [];
for (let n = 0; n < 6; n++) runs.push(await start(one, flows[n % 2] ?? ''));
const theirs = await deploy(other);
const theirRun = await start(other, theirs);

test('a query reads what the API reads, in pages, with what things belong to', async () => {
  const page = `query ($after: String) {
    runs(first: 4, after: $after) { nodes { id status test flow { id name } } pageInfo { hasNextPage endCursor } }
  }`;
  const first = await ask(one, page);
  expect(first.errors).toBeUndefined();
  expect(first.data.runs.nodes).toHaveLength(4);
  expect(first.data.runs.nodes[0]).toMatchObject({ id: runs[5], test: false, flow: { id: flows[1], name: 'Pedidos' } });
  const second = await ask(one, page, { after: first.data.runs.pageInfo.endCursor });
  expect(second.data.runs.nodes.map(({ id }: { id: string }) => id)).toEqual([runs[1], runs[0]]);
  expect(second.data.runs.pageInfo).toEqual({ hasNextPage: false, endCursor: null });
});

test('every field that a query begins at gives what its call gives', async () => {
  const table = await one.call('POST', '/v1/data-tables', {
    name: 'Leads',
    columns: [{ name: 'email', type: 'text' }],
  });
  await one.call('POST', `/v1/data-tables/${table.body.id}/rows`, { values: { email: 'ana@x.example' } });
  await one.call('POST', '/v1/events', { name: 'paid', data: { n: 1 } });
  const { data, errors } = await ask(
    one,
    `query ($flow: String!, $run: ID!, $table: String!) {
      flow(flow: $flow) { slug draft }
      versions(flow: $flow) { nodes { version note flow { id } } }
      version(flow: $flow, version: 1) { definition }
      run(run: $run) { status trigger }
      trace(run: $run) { nodes { node } }
      events { nodes { name data } }
      approvals { nodes { title } }
      connections { nodes { name connector } }
      tables { nodes { name } }
      rows(table: $table) { nodes { values } }
      members { nodes { email role } }
      callUsage { total }
      __schema { queryType { fields { name description } } }
    }`,
    { flow: flows[0], run: runs[0], table: table.body.id },
  );
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    versions: { nodes: [{ version: 1, flow: { id: flows[0] } }] },
    run: { status: expect.any(String) },
    events: { nodes: [{ name: 'paid', data: { n: 1 } }] },
    tables: { nodes: [{ name: 'Leads' }] },
    rows: { nodes: [{ values: { email: 'ana@x.example' } }] },
    members: { nodes: [{ email: one.email, role: 'owner' }] },
  });
  expect(data.flow.draft.name).toBe('Pedidos');
});

test('what many things belong to is asked for at once, however many there are', async () => {
  const { database } = fixture.deps;
  let opened = 0;
  const counting: typeof database.withTenant = (...given) => {
    opened += 1;
    return database.withTenant(...given);
  };
  fixture.deps.database = { ...database, withTenant: counting };
  const cost = async (first: number) => {
    opened = 0;
    const { data } = await ask(one, `{ runs(first: ${first}) { nodes { flow { name } } } }`);
    expect(data.runs.nodes).toHaveLength(first);
    return opened;
  };
  // The log of calls writes now and then, too.
  expect(Math.min(await cost(6), await cost(6), await cost(6))).toBe(2);
  fixture.deps.database = database;
});

test('of what a query begins at two are read at a time', async () => {
  const { database } = fixture.deps;
  let [underWay, most] = [0, 0];
  const counting: typeof database.withTenant = async (...given) => {
    most = Math.max(most, ++underWay);
    return await database.withTenant(...given).finally(() => {
      underWay -= 1;
    });
  };
  fixture.deps.database = { ...database, withTenant: counting };
  const roots = Array.from({ length: 20 }, (_, n) => `a${n}: runs(first: 1) { nodes { id flow { id } } }`);
  const { data } = await ask(one, `{ ${roots.join(' ')} }`);
  fixture.deps.database = database;
  expect(Object.keys(data)).toHaveLength(20);
  // The log of calls may write beside it.
  expect(most).toBeLessThanOrEqual(3);
});

test('nothing of another tenant is there, by id, list or relation', async () => {
  const { data, errors } = await ask(
    one,
    `{ run(run: "${theirRun}") { id } flow(flow: "${theirs}") { id } runs(flow: "${theirs}") { nodes { id } } }`,
  );
  expect(JSON.stringify(data ?? null)).not.toContain(theirRun);
  expect(errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toContain('not_found');
  const all = await ask(other, '{ runs { nodes { id flow { id } } } }');
  expect(all.data.runs.nodes).toEqual([{ id: theirRun, flow: { id: theirs } }]);
});

test('each field needs the right of its call, and says which with our code', async () => {
  const made = await one.call('POST', '/v1/api-keys', { name: 'k', scopes: ['runs:read'] });
  const as = { authorization: `Bearer ${made.body.key}`, 'accept-language': 'en' };
  const mixed = await ask(one, '{ runs(first: 1) { nodes { id flow { name } } } }', undefined, as);
  expect(mixed.data.runs.nodes[0]).toMatchObject({ flow: null });
  expect(mixed.errors[0]).toMatchObject({
    message: 'The right flows:read is missing.',
    path: ['runs', 'nodes', 0, 'flow'],
    extensions: { code: 'forbidden', status: 403 },
  });
});

test('too much, too deep, unknown fields, writes and strangers are refused before anything is read', async () => {
  const code = async (query: string) => (await ask(one, query)).errors?.[0]?.extensions?.code;
  const many = Array.from({ length: 20 }, (_, n) => `a${n}: runs(first: 100) { nodes { id status test } }`).join('\n');
  expect(await code(`{ ${many} }`)).toBe('invalid');
  expect(
    await code(
      `{ a: runs(first: 100) { ...F } } fragment F on RunSummaryConnection { nodes { ${Array.from({ length: 60 }, (_, n) => `s${n}: status`).join(' ')} } }`,
    ),
  ).toBe('invalid');
  expect((await ask(one, '{ nothing }')).errors[0].message).toContain('nothing');
  expect((await ask(one, 'mutation { x }')).errors).toHaveLength(1);
  expect((await fixture.fetch('/v1/graphql?query={__typename}')).status).toBe(405);
  expect((await fixture.fetch('/v1/graphql', { method: 'POST', body: '{}' })).status).toBe(401);
  const batch = await one.call('POST', '/v1/graphql', [{ query: '{ __typename }' }]);
  expect(batch.status).toBe(422);
});
