import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command, Context } from '../command.ts';
import { FILE, findProject, type Project, writeProject } from '../project/project-file.ts';
import { STATE_FILE } from '../project/sync-state.ts';
import { clientOf, environmentOf, reach } from '../reach.ts';
import { forgetKey, keepKey } from '../terminal/credentials.ts';
import { failure } from '../terminal/failure.ts';

/** What was piped in: a key that a program hands over stands in no list of processes. */
const piped = async (): Promise<string> => {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.trim();
};

const keyFor = async ({ terminal, said }: Context, url: string): Promise<string> => {
  const given = said.text('key');
  if (given !== undefined && given !== '-') return given;
  if (given === '-' || !terminal.interactive) return piped();
  terminal.note(terminal.say(`Crie uma chave em ${url}/developers`, `Make a key at ${url}/developers`));
  return terminal.ask(terminal.say('Chave (não aparece): ', 'Key (not shown): '), { hidden: true });
};

/** The name of an environment, or `--url`. */
const whereOf = async (
  context: Context,
): Promise<{ name: string | null; url: string; tenant: string | null; project: Project | null }> => {
  const { said, cwd, terminal } = context;
  const url = said.text('url');
  if (url !== undefined)
    return { name: null, url: url.replace(/\/+$/, ''), tenant: said.text('tenant') ?? null, project: null };
  const project = findProject(cwd);
  if (project) {
    const [name, environment] = environmentOf(context, project, said.words[0] ?? said.text('env'));
    return { name, url: environment.url, tenant: environment.tenant, project };
  }
  if (!terminal.interactive)
    throw failure('usage', 'missing_option', 'Diga o endereço: --url https://…', 'Say the address: --url https://…');
  const asked = await terminal.ask(terminal.say('Endereço do Trama: ', 'Address of Trama: '));
  return { name: null, url: asked.replace(/\/+$/, ''), tenant: null, project: null };
};

const login: Command = {
  name: 'login',
  usage: '[environment]',
  summary: { pt: 'Guardar a chave de um ambiente nesta máquina', en: 'Keep the key of an environment on this machine' },
  options: { key: { type: 'string' } },
  help: { key: { pt: 'a chave; - lê da entrada', en: 'the key; - reads it from the input' } },
  run: async (context) => {
    const { env, terminal } = context;
    const { name, url, tenant, project } = await whereOf(context);
    if (!/^https?:\/\//.test(url))
      throw failure('usage', 'bad_url', `"${url}" não é um endereço.`, `"${url}" is no address.`);
    const key = await keyFor(context, url);
    if (!/^[\x21-\x7e]+$/.test(key)) throw failure('usage', 'bad_key', 'Isto não é uma chave.', 'This is no key.');
    const me = await clientOf(context, url, key).me.get();
    const { slug } = me.tenant;
    if (tenant !== null && tenant !== slug)
      throw failure(
        'refused',
        'wrong_tenant',
        `A chave é da conta "${slug}", e aqui se espera "${tenant}". Nada foi guardado.`,
        `The key is of the tenant "${slug}", and "${tenant}" is expected here. Nothing was kept.`,
      );
    const file = keepKey(env, url, slug, key);
    const where = name === null ? `${url} (${slug})` : `${name}: ${url} (${slug})`;
    terminal.out(
      terminal.say(`Entrou em ${where}. A chave está em ${file}.`, `Signed in to ${where}. The key is in ${file}.`),
    );
    if (project === null && findProject(context.cwd) === null)
      terminal.note(terminal.say('Comece um projeto com: trama init', 'Begin a project with: trama init'));
    terminal.json({ url, tenant: slug, environment: name });
  },
};

const logout: Command = {
  name: 'logout',
  usage: '[environment]',
  summary: { pt: 'Esquecer a chave de um ambiente', en: 'Forget the key of an environment' },
  run: async (context) => {
    const { env, terminal } = context;
    const { url, tenant } = await whereOf(context);
    const forgotten = forgetKey(env, url, tenant ?? '');
    terminal.out(
      forgotten
        ? terminal.say(
            'A chave foi esquecida aqui. No produto ela continua valendo até ser revogada.',
            'The key is forgotten here. In the product it is good until it is revoked.',
          )
        : terminal.say('Não havia chave.', 'There was no key.'),
    );
    terminal.json({ forgotten });
  },
};

const whoami: Command = {
  name: 'whoami',
  usage: '',
  summary: { pt: 'De quem é a chave, e o que ela pode', en: 'Whose the key is, and what it may do' },
  run: async (context) => {
    const { terminal } = context;
    const { api, name, environment } = await reach(context);
    const { tenant, key, user, scopes } = await api.me.get();
    const who = key?.name ?? user?.name ?? '';
    terminal.out(`${name}  ${environment.url}  ${tenant.slug}  ${tenant.plan}`);
    terminal.out(`${terminal.say('chave', 'key')} ${who}  ${scopes.join(' ')}`);
    terminal.json({
      environment: name,
      url: environment.url,
      tenant: tenant.slug,
      plan: tenant.plan,
      key: who,
      scopes,
    });
  },
};

const ignoreState = (root: string): void => {
  const file = path.join(root, '.gitignore');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before.split('\n').includes(STATE_FILE)) return;
  writeFileSync(file, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${STATE_FILE}\n`);
};

const init: Command = {
  name: 'init',
  usage: '[environment]',
  summary: {
    pt: 'Começar um projeto aqui, ou juntar um ambiente a ele',
    en: 'Begin a project here, or add an environment to it',
  },
  options: { 'promote-only': { type: 'boolean' } },
  help: { 'promote-only': { pt: 'só trama promote escreve nele', en: 'only trama promote writes to it' } },
  run: async (context) => {
    const { cwd, said, terminal } = context;
    const name = said.words[0] ?? 'dev';
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name))
      throw failure(
        'usage',
        'bad_environment',
        `"${name}": use letras minúsculas, dígitos e hífens.`,
        `"${name}": use small letters, digits and hyphens.`,
      );
    const project = findProject(cwd) ?? { root: cwd, data: { default: name, environments: {} } };
    if (project.data.environments[name])
      throw failure(
        'conflict',
        'there_already',
        `O ambiente "${name}" já está em ${FILE}.`,
        `The environment "${name}" is in ${FILE} already.`,
      );
    const environment = {
      url: said.needed('url').replace(/\/+$/, ''),
      tenant: said.needed('tenant'),
      ...(said.flag('promote-only') ? { promoteOnly: true } : {}),
    };
    writeProject({
      ...project,
      data: { ...project.data, environments: { ...project.data.environments, [name]: environment } },
    });
    ignoreState(project.root);
    findProject(project.root);
    terminal.out(
      terminal.say(
        `${FILE} tem o ambiente ${name}. Agora: trama login ${name}`,
        `${FILE} has the environment ${name}. Now: trama login ${name}`,
      ),
    );
    terminal.json({ root: project.root, environment: name });
  },
};

export const accountCommands: readonly Command[] = [init, login, logout, whoami];
