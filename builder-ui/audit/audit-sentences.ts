import type { Locale } from '#flow/json.ts';
import type { AuditEntry } from './audit-api.ts';

/** What was done, told behind the name of who did it. */
type Saying = (entry: AuditEntry, name: string) => string;

const number = ({ data }: AuditEntry, field: string): string => String(data[field] ?? '?');

const pt: Record<string, Saying> = {
  'flow.create': (_, name) => `criou o fluxo ${name}`,
  'flow.publish': (entry, name) => `publicou a versão ${number(entry, 'version')} de ${name}`,
  'flow.rollback': (entry, name) => `voltou ${name} a uma versão antiga, agora a ${number(entry, 'version')}`,
  'flow.archive': (_, name) => `arquivou o fluxo ${name}`,
  'flow.restore': (_, name) => `tirou do arquivo o fluxo ${name}`,
  'flow.sort': (_, name) => `mudou pasta, etiquetas ou minutos de ${name}`,
  'schedule.pause': (_, name) => `pausou a agenda de ${name}`,
  'schedule.resume': (_, name) => `retomou a agenda de ${name}`,
  'run.cancel': () => 'cancelou uma execução',
  'run.pause': () => 'pausou uma execução',
  'run.resume': () => 'retomou uma execução',
  'run.retry': () => 'tentou de novo uma execução',
  'approval.decide': ({ data }, name) => `${data.decision === 'approved' ? 'aprovou' : 'recusou'} ${name}`,
  'action.try': ({ target }) => `testou a ação ${target}`,
  'connection.create': (_, name) => `criou a conexão ${name}`,
  'connection.update': (_, name) => `mudou a conexão ${name}`,
  'connection.delete': (_, name) => `apagou a conexão ${name}`,
  'table.create': (_, name) => `criou a tabela ${name}`,
  'table.change': (_, name) => `mudou a tabela ${name}`,
  'table.delete': (_, name) => `apagou a tabela ${name}`,
  'table.import': (entry, name) =>
    `importou ${number(entry, 'inserted')} linhas para ${name} e mudou ${number(entry, 'updated')}`,
  'table.delete_rows': (entry, name) => `apagou ${number(entry, 'rows')} linhas de ${name}`,
  'ai.budget': () => 'mudou o orçamento de IA',
  'ai.help': () => 'mudou a ajuda da IA',
  'api_key.create': (_, name) => `criou a chave da API ${name}`,
  'api_key.change': (_, name) => `mudou a chave da API ${name}`,
  'api_key.rotate': (_, name) => `trocou o segredo da chave da API ${name}`,
  'api_key.end_previous': (_, name) => `encerrou o segredo anterior da chave da API ${name}`,
  'api_key.revoke': (_, name) => `revogou a chave da API ${name}`,
  'tenant.update': () => 'mudou os ajustes da conta',
  'tenant.create': (_, name) => `criou a conta ${name}`,
  'tenant.deletion.ask': () => 'pediu para apagar a conta',
  'tenant.deletion.take_back': () => 'desistiu de apagar a conta',
  'member.role': (_, name) => `mudou o papel de ${name}`,
  'member.remove': (_, name) => `tirou ${name} da conta`,
  'member.leave': () => 'saiu da conta',
  'invite.create': (_, name) => `convidou ${name}`,
  'invite.resend': (_, name) => `mandou de novo o convite de ${name}`,
  'invite.revoke': (_, name) => `cancelou o convite de ${name}`,
  'invite.accept': () => 'aceitou o convite',
  'role.create': (_, name) => `criou o papel ${name}`,
  'role.update': (_, name) => `mudou o papel ${name}`,
  'role.delete': (_, name) => `apagou o papel ${name}`,
  'webhook.create': (_, name) => `criou o webhook ${name}`,
  'webhook.update': (_, name) => `mudou o webhook ${name}`,
  'webhook.delete': (_, name) => `apagou o webhook ${name}`,
  'webhook.disable': (_, name) => `desligou o webhook ${name}`,
  'webhook.rotate': (_, name) => `trocou o segredo do webhook ${name}`,
  'webhook.end_previous_secret': (_, name) => `encerrou o segredo anterior do webhook ${name}`,
  'session.enter': () => 'entrou na conta',
  'keys.rotate': () => 'trocou a chave de cifra da conta',
  'keys.erase': () => 'apagou as chaves de cifra da conta',
  'audit.export': () => 'baixou a auditoria',
  'dead_letter.replay': (_, name) => `mandou de novo a entrega perdida ${name}`,
  'dead_letter.discard': (_, name) => `descartou a entrega perdida ${name}`,
};

const en: Record<string, Saying> = {
  'flow.create': (_, name) => `made the flow ${name}`,
  'flow.publish': (entry, name) => `published version ${number(entry, 'version')} of ${name}`,
  'flow.rollback': (entry, name) => `took ${name} back to an old version, now ${number(entry, 'version')}`,
  'flow.archive': (_, name) => `archived the flow ${name}`,
  'flow.restore': (_, name) => `took the flow ${name} out of the archive`,
  'flow.sort': (_, name) => `changed folder, tags or minutes of ${name}`,
  'schedule.pause': (_, name) => `paused the schedule of ${name}`,
  'schedule.resume': (_, name) => `resumed the schedule of ${name}`,
  'run.cancel': () => 'cancelled a run',
  'run.pause': () => 'paused a run',
  'run.resume': () => 'resumed a run',
  'run.retry': () => 'tried a run again',
  'approval.decide': ({ data }, name) => `${data.decision === 'approved' ? 'approved' : 'rejected'} ${name}`,
  'action.try': ({ target }) => `tried the action ${target}`,
  'connection.create': (_, name) => `made the connection ${name}`,
  'connection.update': (_, name) => `changed the connection ${name}`,
  'connection.delete': (_, name) => `deleted the connection ${name}`,
  'table.create': (_, name) => `made the table ${name}`,
  'table.change': (_, name) => `changed the table ${name}`,
  'table.delete': (_, name) => `deleted the table ${name}`,
  'table.import': (entry, name) =>
    `imported ${number(entry, 'inserted')} rows into ${name} and changed ${number(entry, 'updated')}`,
  'table.delete_rows': (entry, name) => `deleted ${number(entry, 'rows')} rows of ${name}`,
  'ai.budget': () => 'changed the AI budget',
  'ai.help': () => 'changed the AI help',
  'api_key.create': (_, name) => `made the API key ${name}`,
  'api_key.change': (_, name) => `changed the API key ${name}`,
  'api_key.rotate': (_, name) => `gave the API key ${name} a new secret`,
  'api_key.end_previous': (_, name) => `ended the former secret of the API key ${name}`,
  'api_key.revoke': (_, name) => `revoked the API key ${name}`,
  'tenant.update': () => 'changed the settings of the account',
  'tenant.create': (_, name) => `made the account ${name}`,
  'tenant.deletion.ask': () => 'asked to delete the account',
  'tenant.deletion.take_back': () => 'took back the deletion of the account',
  'member.role': (_, name) => `changed the role of ${name}`,
  'member.remove': (_, name) => `removed ${name} from the account`,
  'member.leave': () => 'left the account',
  'invite.create': (_, name) => `invited ${name}`,
  'invite.resend': (_, name) => `sent the invite of ${name} again`,
  'invite.revoke': (_, name) => `took back the invite of ${name}`,
  'invite.accept': () => 'accepted the invite',
  'role.create': (_, name) => `made the role ${name}`,
  'role.update': (_, name) => `changed the role ${name}`,
  'role.delete': (_, name) => `deleted the role ${name}`,
  'webhook.create': (_, name) => `made the webhook ${name}`,
  'webhook.update': (_, name) => `changed the webhook ${name}`,
  'webhook.delete': (_, name) => `deleted the webhook ${name}`,
  'webhook.disable': (_, name) => `turned the webhook ${name} off`,
  'webhook.rotate': (_, name) => `gave the webhook ${name} a new secret`,
  'webhook.end_previous_secret': (_, name) => `ended the former secret of the webhook ${name}`,
  'session.enter': () => 'entered the account',
  'keys.rotate': () => 'changed the encryption key of the account',
  'keys.erase': () => 'erased the encryption keys of the account',
  'audit.export': () => 'downloaded the audit',
  'dead_letter.replay': (_, name) => `sent the lost delivery ${name} again`,
  'dead_letter.discard': (_, name) => `discarded the lost delivery ${name}`,
};

const shortId = (id: string): string => (id.length > 16 ? `${id.slice(0, 12)}…` : id);

/** `publicou a versão 3 de Pedidos`; a deed that has no saying yet is told by its code. */
export const sayingOf = (entry: AuditEntry, locale: Locale): string => {
  const name = entry.targetName ?? shortId(entry.target);
  const saying = (locale === 'en' ? en : pt)[entry.action];
  return saying ? saying(entry, name) : `${entry.action} · ${name}`;
};

/** For a test: what has a saying, in each language. */
export const SAID = { 'pt-BR': Object.keys(pt), en: Object.keys(en) };
