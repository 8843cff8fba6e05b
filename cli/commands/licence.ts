import { hostname } from 'node:os';
import { TramaError } from '../../sdks/typescript/src/trama-error.ts';
import { type LicenceCheck, verifyLicence } from '../../sdks/typescript/src/verify-licence.ts';
import type { Command, Context } from '../command.ts';
import { reach } from '../reach.ts';
import { failure } from '../terminal/failure.ts';
import { forgetLicence, type KeptLicence, keepLicence, readKept } from '../terminal/kept-licence.ts';
import { machineName } from '../terminal/machine.ts';

const TIMEOUT_MS = 20_000;

const needKept = ({ env }: Context): KeptLicence => {
  const kept = readKept(env);
  if (kept) return kept;
  throw failure(
    'usage',
    'no_licence',
    'Este computador não tem licença. Ative com: trama licence activate',
    'This computer has no licence. Activate it with: trama licence activate',
  );
};

/** JSON of an address that takes no key. @throws Failure */
const fetchJson = async ({ signal }: Context, url: string, body?: object): Promise<Record<string, unknown>> => {
  const both = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const how = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : {};
  let answer: Response;
  try {
    answer = await fetch(url, { ...how, signal: both });
  } catch (error) {
    throw failure('unavailable', 'unreachable', 'O servidor não responde.', 'The server does not answer.', error);
  }
  const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (answer.ok) return said;
  const detail = typeof said.detail === 'string' ? said.detail : String(answer.status);
  throw failure(answer.status >= 500 ? 'unavailable' : 'refused', String(said.code ?? 'failed'), detail, detail);
};

/** What is kept counts here and now? What was seen is kept for the next time. @throws Failure where it is none of ours */
const check = async ({ env }: Context, kept: KeptLicence): Promise<LicenceCheck> => {
  try {
    const { document, keys, seen } = kept;
    const result = await verifyLicence(document, { keys, machine: machineName(env), seen });
    keepLicence(env, { ...kept, seen: result.seen });
    return result;
  } catch (error) {
    if (!(error instanceof TramaError)) throw error;
    const text = 'A licença não vale aqui. Ative de novo: trama licence activate';
    throw failure('refused', error.code, text, `${error.message}. Activate it again: trama licence activate`, error);
  }
};

const STATES = {
  valid: { pt: 'vale', en: 'counts' },
  grace: { pt: 'vale só mais um pouco: conecte-se', en: 'counts for a little longer: connect' },
  expired: { pt: 'venceu', en: 'has expired' },
  clock_set_back: {
    pt: 'não vale: o relógio deste computador andou para trás',
    en: 'does not count: this clock was set back',
  },
} as const;

const tell = ({ terminal }: Context, { state, counts, licence, refresh }: LicenceCheck): void => {
  const { id, plan, offline, expiresAt, graceUntil } = licence;
  const word = STATES[state];
  terminal.out(`${id}  ${plan}  ${terminal.say(word.pt, word.en)}  ${graceUntil}`);
  terminal.json({ id, plan, offline, state, counts, refresh, expiresAt, graceUntil });
};

const told = async (context: Context, kept: KeptLicence): Promise<void> => {
  const result = await check(context, kept);
  tell(context, result);
  if (!result.counts) throw failure('refused', result.state, STATES[result.state].pt, STATES[result.state].en);
};

const activate = async (context: Context): Promise<void> => {
  const { env, said } = context;
  const { api, environment, tenant } = await reach(context);
  const name = said.text('name') ?? hostname();
  const given = await api.licences.create({ machine: machineName(env), name, app: 'cli' }, { signal: context.signal });
  const { keys } = await fetchJson(context, `${environment.url}/.well-known/trama-licences.json`);
  const kept = { url: environment.url, tenant: tenant.slug, id: given.id, document: given.document, seen: null };
  // What came is checked as it will be each time: keys of another form are no keys.
  keepLicence(env, { ...kept, keys: { keys: keys as KeptLicence['keys']['keys'] } });
  await told(context, needKept(context));
};

const refresh = async (context: Context): Promise<void> => {
  const kept = needKept(context);
  const body = { licence: kept.document, machine: machineName(context.env) };
  const given = await fetchJson(context, `${kept.url}/v1/licences/refresh`, body);
  keepLicence(context.env, { ...kept, document: String(given.document), seen: null });
  await told(context, needKept(context));
};

const remove = async (context: Context): Promise<void> => {
  const { id } = needKept(context);
  const { api } = await reach(context);
  await api.licences.delete(id, { signal: context.signal });
  forgetLicence(context.env);
  context.terminal.out(context.terminal.say('Este computador foi desativado.', 'This computer was taken off.'));
  context.terminal.json({ removed: id });
};

export const licence: Command = {
  name: 'licence',
  usage: '[activate|refresh|remove]',
  summary: {
    pt: 'Se este computador pode trabalhar sem conexão; ativar, renovar ou desativar',
    en: 'Whether this computer may work without a connection; activate, refresh or take it off',
  },
  options: { name: { type: 'string' } },
  help: { name: { pt: 'como chamar este computador', en: 'what to call this computer' } },
  run: async (context) => {
    const [word = 'status', ...more] = context.said.words;
    const deeds = { status: () => told(context, needKept(context)), activate, refresh, remove };
    const deed = Object.hasOwn(deeds, word) && more.length === 0 ? deeds[word as keyof typeof deeds] : undefined;
    if (!deed)
      throw failure(
        'usage',
        'bad_usage',
        'Diga activate, refresh ou remove; ou nada, para conferir.',
        'Say activate, refresh or remove; or nothing, to look.',
      );
    await deed(context);
  },
};
