import { refuseUse } from '#api/connections/may-use.ts';
import type { ApiDeps } from '#api/deps.ts';
import { type Caller, may } from '#api/frame/caller.ts';
import { getHelpSettings, type HelpSettings } from '#domain/ai-help/help-settings.ts';
import type { ConnectionView } from '#domain/connections/connection-view.ts';
import { listConnections } from '#domain/connections/read-connection.ts';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure } from '#flow/errors.ts';

type Operators = NonNullable<ApiDeps['settings']['aiHelp']>;

/** The operator's model in the shape of a connection; it is kept nowhere. */
const operatorsConnection = ({ baseUrl, key, model }: Operators): ConnectionValue => ({
  id: 'trama',
  connector: 'ai',
  name: 'Trama',
  config: { provider: 'compatible', baseUrl, model },
  secret: { apiKey: key },
  hosts: [new URL(baseUrl).host],
});

/** Who answers: a connection of the tenant, or the operator's model. `model` null: the connection's own. */
export type Asked = { own: string; name: string; model: string | null } | { operators: ConnectionValue; model: null };

/**
 * Whether help can be had, and from whom. `missing`: there is no model; `gone`: the connection that was chosen is not there
 * any more (no other takes its place: that is a choice about who sees the flows); `forbidden`: it is there, and the caller
 * may not use connections.
 */
export interface HelpState {
  state: 'ready' | 'off' | 'missing' | 'gone' | 'forbidden';
  asked: Asked | null;
  settings: HelpSettings;
  /** Connections of language models, the oldest first; empty for who may not use them. */
  connections: ConnectionView[];
}

const ALL = { limit: 100 };

export const helpState = async (deps: ApiDeps, caller: Caller): Promise<HelpState> => {
  const { settings, all } = await deps.database.withTenant(caller.tenant.id, async (db) => ({
    settings: await getHelpSettings(db),
    all: (await listConnections(db, { connector: 'ai' }, ALL)).data.toReversed(),
  }));
  const mayUse = may(caller, 'connections:use');
  const connections = mayUse ? all : [];
  const as = (state: HelpState['state'], asked: Asked | null = null) => ({ state, asked, settings, connections });
  if (!settings.enabled) return as('off');
  const chosen = settings.connection === null ? all[0] : all.find(({ id }) => id === settings.connection);
  if (chosen)
    return mayUse ? as('ready', { own: chosen.id, name: chosen.name, model: settings.model }) : as('forbidden');
  if (settings.connection !== null) return as('gone');
  const { aiHelp } = deps.settings;
  return aiHelp ? as('ready', { operators: operatorsConnection(aiHelp), model: null }) : as('missing');
};

/** What was not yet saved, tried out; only who may change the settings comes here. @throws `missing_connection`, `forbidden` */
export const askedAs = (
  caller: Caller,
  { connection, model }: Pick<HelpSettings, 'connection' | 'model'>,
  known: HelpState,
): Asked => {
  if (connection === null) return known.connections[0] ? { ...ownOf(known.connections[0]), model } : orRefuse(known);
  refuseUse(caller);
  const found = known.connections.find(({ id }) => id === connection);
  return found ? { ...ownOf(found), model } : orRefuse({ ...known, state: 'gone', asked: null });
};

const ownOf = ({ id, name }: ConnectionView) => ({ own: id, name });

/** @throws `missing_connection`, `forbidden` with what is missing and where it is set up */
export const orRefuse = ({ state, asked }: Pick<HelpState, 'state' | 'asked'>): Asked => {
  if (asked) return asked;
  switch (state) {
    case 'forbidden':
      throw failure(
        'forbidden',
        'A ajuda da IA usa uma conexão da conta, e falta o direito de usar conexões.',
        'The AI help uses a connection of the account, and the right to use connections is missing.',
      );
    case 'off':
      throw failure(
        'missing_connection',
        'A ajuda da IA está desligada em Ajustes › Ajuda da IA.',
        'The AI help is turned off in Settings › AI help.',
      );
    case 'gone':
      throw failure(
        'missing_connection',
        'A conexão escolhida para a ajuda da IA não existe mais. Escolha outra em Ajustes › Ajuda da IA.',
        'The connection that was chosen for the AI help is gone. Choose another in Settings › AI help.',
      );
    default:
      throw failure(
        'missing_connection',
        'A ajuda da IA precisa de um modelo de linguagem. Conecte um em Ajustes › Ajuda da IA.',
        'The AI help needs a language model. Connect one in Settings › AI help.',
      );
  }
};
