import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
// oxlint-disable-next-line no-restricted-imports -- the package is built as it is published
import { buildCli } from '../../cli/build.mjs';
import { type Client, demo, unique, until } from './client.ts';
import { flowOf, set } from './flow-of.ts';
import { secondTenant } from './second-tenant.ts';

const home = mkdtempSync(path.join(tmpdir(), 'trama-cli-'));
const program = path.join(home, 'trama.mjs');
const project = path.join(home, 'project');
const key = unique('pedido').replaceAll('_', '-');
const file = path.join(project, 'flows', `${key}.flow.json`);
const staging = demo();
let production: Client;
/** All that any command ever printed. */
let printed = '';

interface Ended {
  code: number;
  out: string;
  err: string;
}

const PATH = [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
const surroundings = { PATH, HOME: home, XDG_CONFIG_HOME: path.join(home, 'config'), LANG: 'en_US.UTF-8' };

/** The program as it is published, in a process, with nothing of ours around it. */
const begin = (args: string[], more: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [program, ...args], { cwd: project, env: { ...surroundings, ...more } });

const trama = (
  line: string,
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = begin(line.split(' '), env);
    const said: Ended = { code: -1, out: '', err: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said.err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      printed += said.out + said.err;
      resolve({ ...said, code: code ?? -1 });
    });
    child.stdin?.end(input);
  });

const done = async (line: string, more?: Parameters<typeof trama>[1]): Promise<string> => {
  const { code, out, err } = await trama(line, more);
  expect(code, `trama ${line}\n${out}\n${err}`).toBe(0);
  return out;
};

const git = (...args: string[]) =>
  execFileSync('git', ['-C', project, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
  });

const edit = (change: (document: { name: string; nodes: { config: Record<string, unknown> }[] }) => void): void => {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  change(document);
  writeFileSync(file, JSON.stringify(document));
};

const order = flowOf({
  name: 'Pedido da loja',
  nodes: { soma: set({ total: '{{ trigger.data.qty * 2 }}' }) },
  edges: 'trigger > soma',
  output: '{{ steps.soma.total }}',
});

beforeAll(async () => {
  execFileSync('git', ['init', '-q', project]);
  await buildCli(program);
  production = (await secondTenant(['runs:read'])).client;
  const made = await staging.made('POST', '/v1/flows', { definition: { ...order, name: key } });
  await staging.made('PUT', `/v1/flows/${made.id}/draft`, { definition: order });
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a project is begun, and keys are kept for their owner alone', async () => {
  await done(`init staging --url ${staging.url} --tenant ${staging.tenant}`);
  await done(`init production --url ${production.url}/ --tenant ${production.tenant} --promote-only`);
  const before = await trama('flows list');
  expect([before.code, before.err]).toEqual([5, expect.stringContaining('trama login staging')]);

  const other = await trama('login staging', { input: production.key });
  expect([other.code, other.err]).toEqual([5, expect.stringContaining(`"${production.tenant}"`)]);
  await done('login staging', { input: `${staging.key}\n` });
  await done('login production --key -', { input: production.key });
  const kept = path.join(home, 'config', 'trama', 'credentials.json');
  expect([statSync(kept).mode & 0o777, statSync(path.dirname(kept)).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(readFileSync(path.join(project, '.gitignore'), 'utf8')).toBe('.trama-sync.json\n');
  expect(JSON.parse(await done('whoami -e production --json'))).toMatchObject({ tenant: production.tenant });
});

test('a flow is pulled, edited, compared, pushed and published', async () => {
  await done(`flows pull ${key}`);
  git('add', '-A');
  git('commit', '-qm', 'as it was');
  expect(await done(`flows diff ${key}`)).toBe('Nothing differs.\n');

  edit(({ nodes }) => {
    nodes[0]!.config = { values: { total: '{{ trigger.data.qty * 3 }}' } };
  });
  const differs = await trama(`flows diff ${key} --exit-code`);
  expect([differs.code, differs.out]).toEqual([
    4,
    expect.stringContaining('~ config/values/total: "{{ trigger.data.qty * 2 }}" → "{{ trigger.data.qty * 3 }}"'),
  ]);
  const early = await trama(`flows publish ${key}`);
  expect([early.code, early.err]).toEqual([3, expect.stringContaining('trama flows push')]);
  expect(await done(`flows format ${key}`)).toContain(`flows/${key}.flow.json`);
  await done(`flows push ${key}`);
  expect(await done(`flows publish ${key} --note Prices`)).toContain('v1');
  expect(await done(`flows publish ${key}`)).toContain('published before');
  expect((await staging.made('GET', `/v1/flows/${key}/versions`)).data).toMatchObject([{ version: 1, note: 'Prices' }]);
});

test('what somebody drew in the builder is not written over before it was looked at', async () => {
  const { draft } = await staging.made('GET', `/v1/flows/${key}`);
  await staging.made('PUT', `/v1/flows/${key}/draft`, { definition: { ...draft, description: 'Drawn meanwhile' } });
  edit((document) => {
    document.name = 'Pedido';
  });
  const refused = await trama(`flows push ${key}`);
  expect(refused.code).toBe(3);
  expect(refused.err).toContain(`${key}: demo changed the draft in staging (`);
  expect((await staging.made('GET', `/v1/flows/${key}`)).draft.description).toBe('Drawn meanwhile');

  const kept = await trama(`flows pull ${key}`);
  expect([kept.code, kept.err]).toEqual([3, expect.stringContaining('no commit holds')]);
  expect(JSON.parse(readFileSync(file, 'utf8')).name).toBe('Pedido');
  await done(`flows push ${key} --force`);

  // A fresh checkout has no notes of its own: what git knows may be written over.
  await done('flows format');
  git('commit', '-qam', 'named');
  rmSync(path.join(project, '.trama-sync.json'));
  edit((document) => {
    document.name = 'Pedido da loja';
  });
  await done(`flows push ${key}`);
  await done(`flows publish ${key}`);
});

test('problems are told with their place and how to mend them, and nothing is pushed', async () => {
  const good = readFileSync(file, 'utf8');
  edit(({ nodes }) => {
    Object.assign(nodes[0]!, {
      type: 'http.request',
      connection: 'ERP',
      config: { method: 'GET', url: 'https://erp.example/{{ 1 + }}' },
    });
  });
  await done('flows format');
  const wrong = await trama('flows push', { env: { LANG: 'pt_BR.UTF-8' } });
  expect(wrong.code).toBe(4);
  expect(wrong.out).toContain(`flows/${key}.flow.json:10 passo soma/config/url`);
  expect(wrong.out).toContain('Crie no ambiente uma conexão com esse nome');
  expect(JSON.parse((await trama(`flows check --json`)).out)).toMatchObject([
    { problems: expect.arrayContaining([expect.objectContaining({ code: 'missing_connection', node: 'soma' })]) },
  ]);
  writeFileSync(file, '{ "language": ');
  expect(await trama('flows check')).toMatchObject({ code: 4, err: expect.stringContaining('is no JSON') });
  writeFileSync(file, good);
  expect((await staging.made('GET', `/v1/flows/${key}`)).draft.nodes[0].type).toBe('set');
});

test('a published version is promoted to another tenant once, and says where it came from', async () => {
  const direct = await trama('flows push -e production');
  expect([direct.code, direct.err]).toEqual([5, expect.stringContaining('trama promote --to production')]);
  const line = `promote --from staging --to production ${key}`;
  const plan = await done(`${line} --dry-run`);
  expect(plan).toContain(`${key} v2 (sha256:`);
  const unasked = await trama(line);
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('--yes')]);
  expect((await production.get(`/v1/flows/${key}`)).status).toBe(404);

  const [promoted] = JSON.parse(await done(`${line} --yes --json --note Monday`));
  expect(promoted).toMatchObject({ flow: key, from: 2, state: 'promoted', version: 1 });
  const [version] = (await production.made('GET', `/v1/flows/${key}/versions`)).data;
  const note = `⇡ staging (${staging.tenant}) v2 sha256:${promoted.hash.slice(0, 16)} · Monday`;
  expect(version.note).toBe(note);
  const { data: deeds } = await production.made('GET', '/v1/audit?action=flow.publish');
  expect(JSON.stringify(deeds)).toContain(note);
  expect((await production.made('GET', `/v1/flows/${key}`)).name).toBe('Pedido da loja');

  const [again] = JSON.parse(await done(`${line} --yes --json`));
  expect(again).toMatchObject({ state: 'same', hash: promoted.hash, version: 1 });
  expect((await production.made('GET', `/v1/flows/${key}/versions`)).data).toHaveLength(1);
});

test('what the target lacks is told before anything is written', async () => {
  const needy = `${key}-b`;
  const place = path.join(project, 'flows', `${needy}.flow.json`);
  const connection = unique('erp');
  await staging.made('POST', '/v1/connections', {
    connector: 'http',
    name: connection,
    auth: 'bearer',
    token: 's3cret-t0ken',
    hosts: ['erp.example'],
  });
  const nodes = {
    rate: set({ rate: '{{ tenant.settings.vatRate }}' }),
    ask: { type: 'http.request', connection, config: { method: 'GET', url: 'https://erp.example' } },
    call: { type: 'flow', config: { flow: 'nobody-here', input: {} } },
  };
  writeFileSync(place, JSON.stringify(flowOf({ nodes, edges: 'trigger > rate > ask > call' })));
  await done(`flows push ${needy}`);
  await done(`flows publish ${needy}`);
  const refused = await trama(`promote --from staging --to production ${key} ${needy} --yes`);
  expect(refused.code, refused.err).toBe(4);
  for (const word of [connection, 'tenant.settings.vatRate', '"nobody-here"']) expect(refused.out).toContain(word);
  expect((await production.get(`/v1/flows/${needy}`)).status).toBe(404);

  // By another name there, it is the same flow.
  const name = unique('erp-there');
  await production.made('POST', '/v1/connections', {
    connector: 'http',
    name,
    auth: 'bearer',
    token: 's3cret-t0ken',
    hosts: ['erp.example'],
  });
  const trama_json = path.join(project, 'trama.json');
  const data = JSON.parse(readFileSync(trama_json, 'utf8'));
  data.environments.production.connections = { [connection]: name };
  writeFileSync(trama_json, JSON.stringify(data));
  await done(`promote --from staging --to production ${needy} --yes`);
  expect((await production.made('GET', `/v1/flows/${needy}`)).draft.nodes[1].connection).toBe(name);
  expect(await done(`promote --from staging --to production ${needy} --yes`)).toContain('same');
});

test('runs are started, followed as they happen, and shown step by step', async () => {
  const child = begin(['runs', 'tail', key, '--json', '-e', 'production']);
  let lines = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    lines += text;
  });
  const run = JSON.parse(await done(`trigger ${key} --data {"qty":4} --wait --json -e production`));
  expect(run).toMatchObject({ status: 'succeeded', output: 12 });
  const heard = () => lines.split('\n').some((line) => line.includes(run.id) && line.includes('"succeeded"'));
  // It may have begun to listen too late for that one.
  await until(
    async () => heard() || (await production.start(key, { qty: 1 }), lines.includes('"succeeded"')),
    'the run in the tail',
  );
  child.kill('SIGINT');
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  const shown = await done(`runs show ${run.id} -e production`);
  expect(shown).toMatch(/succeeded +soma/);
  expect(await done('runs list -n 1 -e production')).toContain(key);
  await until(async () => (await production.made('GET', '/v1/calls?route=/v1/me')).data.length > 0, 'calls in the log');
  expect(await done('logs --route /v1/me -e production')).toMatch(/200 GET \/v1\/me/);
});

test('a kit of the gallery comes into the project as files, and its tables into the environment', async () => {
  const added = JSON.parse(await done('module add clinic --json'));
  expect(added.written).toContain('flows/nps.flow.json');
  expect(added.toDo).toContainEqual(expect.objectContaining({ kind: 'connection' }));
  expect(JSON.parse(await done('module list --json'))).toMatchObject([
    { name: 'clinic', checksum: added.checksum, changed: [] },
  ]);
  const tables = added.written.filter((place: string) => place.startsWith('tables/')).length;
  expect(tables).toBeGreaterThan(0);
  const pushed = JSON.parse(await done('tables push -e production --json'));
  expect(pushed.map(({ state }: { state: string }) => state)).toEqual(Array(tables).fill('created'));
  expect((await production.made('GET', '/v1/data-tables')).data).toHaveLength(tables);
  await done('module remove clinic');
  expect(existsSync(path.join(project, 'flows', 'nps.flow.json'))).toBe(false);
});

test('what is not understood, or not there, ends with 2, and no key was ever printed', async () => {
  for (const line of ['flows pull -e nowhere', 'flows pull nobody', 'runs show run_nobody'])
    expect([line, (await trama(line)).code]).toEqual([line, 2]);
  const away = await trama('whoami --url http://127.0.0.1:9', { env: { TRAMA_API_KEY: 'trm_x' } });
  expect(away.code).toBe(6);
  expect(await trama('whoami', { env: { TRAMA_API_KEY: 'trm_wrong' } })).toMatchObject({ code: 5 });
  for (const secret of [staging.key, production.key, 's3cret-t0ken']) expect(printed).not.toContain(secret);
  await done('logout staging');
  expect((await trama('whoami')).code).toBe(5);
  expect(existsSync(path.join(home, '.config'))).toBe(false);
});
