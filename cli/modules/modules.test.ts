import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { type Context, Said } from '../command.ts';
import { placeOf } from '../project/flow-files.ts';
import { findProject, type Project } from '../project/project-file.ts';
import { readEnv } from '../terminal/env.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { checksumOf, type ModuleContent } from './module-content.ts';
import { loadModule } from './module-source.ts';
import { changedFiles, leaveOut, planModule, takeIn } from './module-state.ts';

const home = mkdtempSync(path.join(tmpdir(), 'trama-modules-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const env = readEnv({ LANG: 'en' });
const context: Context = {
  ...{ env, cwd: home, said: new Said([], {}), signal: new AbortController().signal },
  terminal: openTerminal(env, { asJson: true, plain: true }),
};

const write = (place: string, what: unknown): void => {
  const file = path.join(home, place);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof what === 'string' ? what : JSON.stringify(what));
};

const flow = (name: string) => ({
  language: 'trama/1',
  name,
  trigger: { type: 'api', config: {} },
  nodes: [],
  edges: [],
});
const manifest = { name: 'shop', version: '1.0.0', flows: ['hello'], tables: ['leads'], templates: ['greet'] };
const template = {
  needs: [{ key: 'bot', connector: 'telegram', purpose: { pt: 'o bot', en: 'the bot' } }],
  setup: [{ pointer: '/vars/shop', title: { pt: 'Nome', en: 'Name' } }],
  tables: [
    {
      name: 'Contatos',
      description: { pt: 'Quem', en: 'Who' },
      columns: [{ name: 'email', type: 'text', unique: true }],
    },
  ],
  document: flow('Oi'),
  en: { '/name': 'Hi', '/nodes/7/label': 'nowhere', '/__proto__/x': 'no' },
};

const folder = (name: string): string => {
  write(`${name}/module.json`, manifest);
  write(`${name}/flows/hello.flow.json`, flow('Hello'));
  write(`${name}/tables/leads.table.json`, { name: 'Leads', columns: [{ name: 'email', type: 'text' }] });
  write(`${name}/templates/greet.json`, template);
  return path.join(home, name);
};

const places = [
  'flows/hello.flow.json',
  'tables/leads.table.json',
  'flows/greet.flow.json',
  'tables/contatos.table.json',
];
const load = (source: string): Promise<ModuleContent> => loadModule(context, home, source);

test('a folder and a repository give the same files, in the caller’s language, and say what is left to do', async () => {
  const there = folder('plain');
  const content = await load(there);
  expect([...content.files.keys()]).toEqual(places);
  expect(JSON.parse(content.files.get('flows/greet.flow.json') ?? '').name).toBe('Hi');
  expect(content.toDo.map(({ flow: of, at }) => `${of} ${at}`)).toEqual(['greet bot', 'greet /vars/shop']);

  const git = (...args: string[]) =>
    execFileSync('git', ['-C', there, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      encoding: 'utf8',
    });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'first');
  git('tag', 'v1');
  const cloned = await load(`${pathToFileURL(there).href}#v1`);
  expect(cloned.commit).toBe(git('rev-parse', 'v1').trim());
  expect(checksumOf(cloned.files)).toBe(checksumOf(content.files));
  await expect(load(`${pathToFileURL(there).href}#v9`)).rejects.toMatchObject({ code: 'no_repository' });

  rmSync(path.join(there, 'flows/hello.flow.json'));
  symlinkSync('/etc/hostname', path.join(there, 'flows/hello.flow.json'));
  git('commit', '-qam', 'a link');
  await expect(load(pathToFileURL(there).href)).rejects.toMatchObject({ code: 'bad_module' });
});

test.each<[string, (at: string) => void]>([
  ['a name that leads out', (at) => write(`${at}/module.json`, { ...manifest, flows: ['../../etc/passwd'] })],
  ['a word that nobody knows', (at) => write(`${at}/module.json`, { ...manifest, postinstall: 'x' })],
  ['a file that is not there', (at) => rmSync(path.join(home, at, 'flows/hello.flow.json'))],
  ['what is no flow', (at) => write(`${at}/flows/hello.flow.json`, { language: 'other' })],
  [
    'a link',
    (at) => {
      rmSync(path.join(home, at, 'flows/hello.flow.json'));
      symlinkSync('/etc/hostname', path.join(home, at, 'flows/hello.flow.json'));
    },
  ],
])('a module with %s is refused', async (what, spoil) => {
  const name = `bad-${what.replaceAll(' ', '-')}`;
  folder(name);
  spoil(name);
  await expect(load(`./${name}`)).rejects.toMatchObject({ code: 'bad_module' });
});

test('what was changed here is neither written over nor taken away', async () => {
  const project: Project = { root: path.join(home, 'project'), data: { environments: {} } };
  const text = (place: string) => readFileSync(path.join(project.root, place), 'utf8');
  folder('source');
  write('project/flows/hello.flow.json', 'mine');
  const first = await load('./source');
  expect(planModule(project, first, undefined)).toMatchObject({ held: ['flows/hello.flow.json'] });
  rmSync(path.join(project.root, 'flows/hello.flow.json'));
  const entry = takeIn(project, first, planModule(project, first, undefined), './source');
  expect(changedFiles(project, entry)).toEqual([]);

  write('project/flows/hello.flow.json', 'mended');
  write('source/flows/greet.flow.json', '');
  write('source/templates/greet.json', { ...template, en: { '/name': 'Good day' } });
  write('source/module.json', { ...manifest, version: '1.1.0', tables: [] });
  const second = await load('./source');
  const plan = planModule(project, second, entry);
  expect(plan).toEqual({ write: ['flows/greet.flow.json'], remove: ['tables/leads.table.json'], held: [] });
  const updated = takeIn(project, second, plan, './source');
  expect([text('flows/hello.flow.json'), existsSync(path.join(project.root, 'tables/leads.table.json'))]).toEqual([
    'mended',
    false,
  ]);

  write('source/flows/hello.flow.json', flow('Hello, anew'));
  expect(planModule(project, await load('./source'), updated).held).toEqual(['flows/hello.flow.json']);
  expect(leaveOut(project, updated)).toEqual(['flows/hello.flow.json']);
  expect(existsSync(path.join(project.root, 'flows/greet.flow.json'))).toBe(false);
});

test.each(['../../../.bashrc', 'a/b', '..', '/etc/x', 'a\\b', ''])(
  'a flow that a server calls %o has no place',
  (key) => {
    expect(() => placeOf(key)).toThrow(expect.objectContaining({ code: 'bad_key' }));
  },
);

test('a project whose modules name files outside of flows and tables is wrong', () => {
  const sha = '0'.repeat(64);
  const said = (place: string) => {
    const entry = { source: './m', version: '1.0.0', checksum: sha, files: { [place]: sha } };
    write('strange/trama.json', { environments: {}, modules: { m: entry } });
    return () => findProject(path.join(home, 'strange'));
  };
  for (const place of ['../x.json', 'flows/../../x.flow.json', '/etc/passwd', '.git/config', 'trama.json'])
    expect(said(place)).toThrow(expect.objectContaining({ code: 'bad_project' }));
  for (const place of places)
    expect(said(place)()).toMatchObject({ data: { modules: { m: { files: { [place]: sha } } } } });
});
