import { columns, type TableEntry } from './entry.ts';

/** What a tenant makes: flows, connections, tables, values. */
export const FLOWS: Record<string, TableEntry> = {
  flows: {
    purpose: { pt: 'Fluxos e seus rascunhos', en: 'Flows and their drafts' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      business: 'slug name draft board folder tags minutes_saved',
      technical:
        'id draft_revision published_version unpublished_changes draft_by created_by created_at updated_at archived_at',
    }),
  },
  flow_versions: {
    purpose: { pt: 'Versões publicadas, que nunca mudam', en: 'Published versions, which never change' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      business: 'definition plan note',
      technical: 'flow_id version plan_hash created_by created_at',
    }),
  },
  flow_triggers: {
    purpose: { pt: 'O que começa cada fluxo publicado', en: 'What starts each published flow' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      business: 'type path event_name config',
      technical:
        'flow_id version next_at last_due_at last_fired_at last_outcome last_run_id missed last_missed_at paused_at',
    }),
  },
  flow_editors: {
    purpose: { pt: 'Quem está com um fluxo aberto agora', en: 'Who has a flow open now' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      personal: 'name',
      technical: 'flow_id client principal node seen_at',
    }),
  },
  connections: {
    purpose: {
      pt: 'Contas de outros sistemas; o segredo fica fechado',
      en: 'Accounts of other systems; the secret is sealed',
    },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      secret: 'secret',
      business: 'connector name config hosts',
      technical: 'id key_id created_by created_at updated_at tested_at test_error secret_changed_at',
    }),
  },
  oauth_tokens: {
    purpose: { pt: 'Fichas de acesso de conexões, fechadas', en: 'Access tokens of connections, sealed' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      secret: 'sealed grant_hash',
      personal: 'account',
      technical: 'connection_id key_id fetched_at expires_at lease_owner lease_until signed_in_at failed_at failure',
    }),
  },
  oauth_sign_ins: {
    purpose: { pt: 'Entradas em contas de outros sistemas, em andamento', en: 'Sign-ins to other systems, under way' },
    keeping: 'short',
    archive: 'no',
    person: 'no',
    columns: columns({
      secret: 'state_hash',
      technical: 'connection_id session_id redirect_uri expires_at used_at',
    }),
  },
  data_tables: {
    purpose: { pt: 'Tabelas da conta', en: "The tenant's own tables" },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      business: 'name description columns',
      technical: 'id next_column revision created_by created_at updated_at',
    }),
  },
  data_usage: {
    purpose: { pt: 'Quanto cada tabela guarda', en: 'How much each table holds' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      technical: 'table_id row_count bytes',
    }),
  },
  data_rows: {
    purpose: { pt: 'Linhas das tabelas', en: 'Rows of those tables' },
    keeping: 'tenant',
    archive: 'out',
    person: 'rows',
    columns: columns({
      personal: 'cells',
      technical: 'table_id id bytes version created_at updated_at',
    }),
  },
  data_keys: {
    purpose: { pt: 'Chaves de ordem e de unicidade das linhas', en: 'Keys that sort rows and keep them unique' },
    keeping: 'tenant',
    archive: 'out',
    person: 'rows',
    columns: columns({
      personal: 'key',
      technical: 'table_id row_id column_id is_unique',
    }),
  },
  state_entries: {
    purpose: { pt: 'Valores que fluxos guardam (store.*)', en: 'Values that flows keep (store.*)' },
    keeping: 'tenant',
    archive: 'out',
    person: 'rows',
    columns: columns({
      personal: 'key value',
      business: 'scope',
      technical: 'expires_at updated_at',
    }),
  },
  state_effects: {
    purpose: {
      pt: 'Resultados de ações, para que repetir não mude nada',
      en: 'Results of actions, so that a repeat changes nothing',
    },
    keeping: 'runs',
    archive: 'no',
    person: 'values',
    columns: columns({
      personal: 'result',
      technical: 'effect_key created_at',
    }),
  },
};
