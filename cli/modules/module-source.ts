import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json } from '../../flow/json.ts';
import { NotFoundError } from '../../sdks/typescript/src/trama-error.ts';
import type { Context } from '../command.ts';
import { textOf } from '../document/canonical.ts';
import { placeOf } from '../project/flow-files.ts';
import { parseTable, tablePlace, tableText } from '../project/table-files.ts';
import { type Reached, reach } from '../reach.ts';
import { surroundings } from '../terminal/env.ts';
import { failure } from '../terminal/failure.ts';
import { checksumOf, type ModuleContent, readModule } from './module-content.ts';

const MOST_BYTES = 4 * 1024 * 1024;

const tooLarge = (place: string): ReturnType<typeof failure> =>
  failure('problems', 'too_large', `${place} é grande demais para um módulo.`, `${place} is too large for a module.`);

/** Of a folder: plain files inside of it, no links out of it. */
const inFolder =
  (folder: string) =>
  (place: string): string | null => {
    const file = path.join(folder, place);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) return null;
    const isInside = realpathSync(file) === path.join(realpathSync(folder), ...place.split('/'));
    if (!found.isFile() || !isInside)
      throw failure(
        'problems',
        'bad_module',
        `${place} não é um arquivo do módulo.`,
        `${place} is no file of the module.`,
      );
    if (found.size > MOST_BYTES) throw tooLarge(place);
    return readFileSync(file, 'utf8');
  };

/** `https://…/repository.git#v1.2:folder`. */
const REMOTE =
  /^(?<url>(?:https|ssh|file):\/\/[^#\s]+|[\w.-]+@[\w.-]+:[^#\s]+)(?:#(?<ref>[\w./-]*)(?::(?<folder>[\w./-]+))?)?$/;

/** Runs nothing of the repository, nor of a template of ours: no hooks, no checkout, and so no filters, links or submodules. */
const gitIn = (folder: string, args: readonly string[]): Buffer =>
  execFileSync('git', ['-C', folder, '-c', 'core.hooksPath=/dev/null', '-c', 'protocol.ext.allow=never', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 8 * MOST_BYTES,
    timeout: 120_000,
    env: surroundings({ GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: 'https:ssh:file' }),
  });

const fromGit = (
  { url, ref, folder }: { url: string; ref: string; folder: string },
  locale: 'pt' | 'en',
): ModuleContent => {
  const home = mkdtempSync(path.join(tmpdir(), 'trama-module-'));
  try {
    gitIn(home, ['init', '-q', '--bare', '--template=']);
    gitIn(home, ['fetch', '-q', '--depth=1', '--no-tags', '--no-recurse-submodules', '--', url, ref]);
    const commit = gitIn(home, ['rev-parse', 'FETCH_HEAD']).toString().trim();
    const content = readModule((place) => {
      const entry = gitIn(home, ['ls-tree', '-l', commit, '--', `${folder}${place}`]).toString();
      // Of plain files; a link's mode is 120000.
      const [, blob, size] = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t/.exec(entry) ?? [];
      if (blob === undefined) return null;
      if (Number(size) > MOST_BYTES) throw tooLarge(place);
      return gitIn(home, ['cat-file', 'blob', blob]).toString('utf8');
    }, locale);
    return { ...content, commit };
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    if (stderr === undefined) throw error;
    const why = stderr.toString().trim().split('\n').at(-1) ?? '';
    throw failure(
      'failed',
      'no_repository',
      `git não trouxe ${url}: ${why}`,
      `git did not fetch ${url}: ${why}`,
      error,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

/** A kit, or one template, of the gallery of an environment. What is there has no version: its content names it. */
const fromGallery = async ({ api }: Reached, name: string): Promise<ModuleContent> => {
  const { data: kits } = await api.kits.list();
  const ids = kits.find(({ id }) => id === name)?.templates.map(({ id }) => id) ?? [name];
  const content: ModuleContent = { name, version: '', files: new Map(), toDo: [] };
  for (const id of ids) {
    const { document, needs, setup, tables } = await api.templates.get(id);
    content.files.set(placeOf(id), textOf(document as Json));
    for (const table of tables)
      content.files.set(tablePlace(table.name), tableText(parseTable(JSON.stringify(table), table.name)));
    for (const { key, connector, purpose } of needs) {
      const what = `${connector}: ${purpose}`;
      content.toDo.push({ flow: id, kind: 'connection', at: key, what: { pt: what, en: what } });
    }
    for (const { title, key } of setup)
      content.toDo.push({ flow: id, kind: 'value', at: key, what: { pt: title, en: title } });
  }
  return { ...content, version: `0.0.0-${checksumOf(content.files).slice(0, 12)}` };
};

/** What a source holds: a folder, a repository of git, or a name of the gallery. @throws Failure */
export const loadModule = async (context: Context, root: string, source: string): Promise<ModuleContent> => {
  const locale = context.terminal.locale === 'en' ? 'en' : 'pt';
  const remote = REMOTE.exec(source)?.groups;
  if (remote) {
    const folder = remote.folder ? `${remote.folder.replace(/^\/+|\/+$/g, '')}/` : '';
    return fromGit({ url: remote.url ?? '', ref: remote.ref || 'HEAD', folder }, locale);
  }
  const folder = path.resolve(root, source);
  if (/[./\\]/.test(source)) return readModule(inFolder(folder), locale);
  try {
    return await fromGallery(await reach(context), source);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw failure(
      'failed',
      'no_module',
      `A galeria não tem "${source}". Para uma pasta diga ./${source}; para um repositório, o endereço dele.`,
      `The gallery has no "${source}". For a folder say ./${source}; for a repository, its address.`,
      error,
    );
  }
};
