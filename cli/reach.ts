import { Trama } from '../sdks/typescript/src/trama.ts';
import type { Context } from './command.ts';
import { type Environment, findProject, needProject, type Project } from './project/project-file.ts';
import { placeOfState } from './project/sync-state.ts';
import { keptKey, keptTenants } from './terminal/credentials.ts';
import { failure } from './terminal/failure.ts';
import { VERSION } from './version.ts';

/** An environment, and the API as its tenant's key may use it. */
export interface Reached {
  api: Trama;
  /** As `trama.json` names it; else its tenant. */
  name: string;
  environment: Environment;
  /** What names it in the notes of this folder. */
  state: string;
  tenant: { slug: string; name: string; settings: Readonly<Record<string, unknown>> };
}

const LOCAL = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/** With a key, which goes in plain sight where the address is not https. @throws Failure for such an address beyond this machine */
export const clientOf = ({ terminal }: Context, url: string, key: string): Trama => {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  if (protocol === 'http:' && !LOCAL.test(hostname))
    throw failure(
      'usage',
      'not_https',
      `A chave não vai a ${url}: use https:// (http:// só nesta máquina).`,
      `The key does not go to ${url}: use https:// (http:// on this machine alone).`,
    );
  return new Trama({ baseUrl: url, apiKey: key, language: terminal.locale, userAgent: `trama-cli/${VERSION}` });
};

/** The environment that is meant. @throws Failure where it is not clear, or not there */
export const environmentOf = (
  { env, said }: Context,
  project: Project,
  name = said.text('env'),
): [string, Environment] => {
  const { environments, default: usual } = project.data;
  const names = Object.keys(environments);
  const meant = name ?? env.environment ?? usual ?? (names.length === 1 ? names[0] : undefined);
  const found = meant === undefined ? undefined : environments[meant];
  if (meant !== undefined && found) return [meant, found];
  const list = names.join(', ') || '—';
  throw meant === undefined
    ? failure(
        'usage',
        'which_environment',
        `Qual ambiente? Diga --env: ${list}.`,
        `Which environment? Say --env: ${list}.`,
      )
    : failure(
        'usage',
        'no_environment',
        `Não há o ambiente "${meant}" em trama.json; há: ${list}.`,
        `There is no environment "${meant}" in trama.json; there are: ${list}.`,
      );
};

/** An address that stands in for a project: `--url`, with `--tenant` where keys of several are kept. */
const bareEnvironment = ({ env, said }: Context, url: string): Environment => {
  const address = url.replace(/\/+$/, '');
  const tenants = keptTenants(env, address);
  const tenant = said.text('tenant') ?? (tenants.length === 1 ? tenants[0] : undefined);
  return { url: address, tenant: tenant ?? '' };
};

const signIn = (name: string | null): ReturnType<typeof failure> => {
  const where = name === null ? '--url …' : name;
  return failure(
    'refused',
    'not_signed_in',
    `Falta a chave deste ambiente. Entre com: trama login ${where}`,
    `There is no key of this environment. Sign in with: trama login ${where}`,
  );
};

const open = async (
  context: Context,
  name: string | null,
  environment: Environment,
  shared: boolean,
): Promise<Reached> => {
  const { env } = context;
  const key = env.keyOf(name, shared) ?? keptKey(env, environment.url, environment.tenant);
  if (key === undefined) throw signIn(name);
  const api = clientOf(context, environment.url, key);
  const { tenant } = await api.me.get({ signal: context.signal });
  if (environment.tenant !== '' && tenant.slug !== environment.tenant)
    throw failure(
      'refused',
      'wrong_tenant',
      `A chave é da conta "${tenant.slug}", e aqui se espera "${environment.tenant}". Nada foi feito.`,
      `The key is of the tenant "${tenant.slug}", and "${environment.tenant}" is expected here. Nothing was done.`,
    );
  const { url } = environment;
  const { slug, name: title, settings } = tenant;
  return {
    ...{ api, name: name ?? slug, environment },
    state: placeOfState({ url, tenant: slug }),
    tenant: { slug, name: title, settings: (settings ?? {}) as Record<string, unknown> },
  };
};

/** Whatever is meant, with or without a project. @throws Failure where nobody is signed in there, or the key is of another tenant */
export const reach = async (context: Context): Promise<Reached> => {
  const url = context.said.text('url');
  if (url !== undefined) return open(context, null, bareEnvironment(context, url), true);
  const project = findProject(context.cwd) ?? needProject(context.cwd);
  const [name, environment] = environmentOf(context, project);
  return open(context, name, environment, true);
};

/** One of several environments of a project: a key that is good for all of them there is not. */
export const reachNamed = (context: Context, project: Project, name: string): Promise<Reached> =>
  open(context, ...environmentOf(context, project, name), false);
