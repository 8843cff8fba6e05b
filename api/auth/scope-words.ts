import type { Scope } from '#api/frame/caller.ts';
import type { Text } from '#flow/json.ts';

interface ScopeGroup {
  title: Text;
  /** In the order in which they grow. */
  scopes: readonly Scope[];
}

/** Rights by what they are about, as people read them who give them to a key. */
export const SCOPE_GROUPS: readonly ScopeGroup[] = [
  { title: { pt: 'Fluxos', en: 'Flows' }, scopes: ['flows:read', 'flows:write'] },
  { title: { pt: 'Execuções', en: 'Runs' }, scopes: ['runs:read', 'runs:write'] },
  { title: { pt: 'Eventos', en: 'Events' }, scopes: ['events:read', 'events:write'] },
  { title: { pt: 'Aprovações', en: 'Approvals' }, scopes: ['approvals:read', 'approvals:write'] },
  { title: { pt: 'Dados', en: 'Data' }, scopes: ['data:read', 'data:write'] },
  {
    title: { pt: 'Conexões', en: 'Connections' },
    scopes: ['connections:read', 'connections:use', 'connections:write'],
  },
  { title: { pt: 'Webhooks', en: 'Webhooks' }, scopes: ['webhooks:read', 'webhooks:write'] },
  { title: { pt: 'Chaves', en: 'Keys' }, scopes: ['keys:read', 'keys:write'] },
  { title: { pt: 'Pessoas', en: 'People' }, scopes: ['members:read', 'members:write'] },
  { title: { pt: 'Conta', en: 'Account' }, scopes: ['tenant:read', 'tenant:write'] },
  { title: { pt: 'Plano e cobrança', en: 'Plan and billing' }, scopes: ['billing:read', 'billing:write'] },
  { title: { pt: 'Segurança', en: 'Security' }, scopes: ['security:read', 'security:write', 'audit:read'] },
];

/** What each right lets a key do. One that has no words here does not pass the type check. */
export const SCOPE_WORDS: Record<Scope, Text> = {
  'flows:read': { pt: 'Ver fluxos, versões e modelos', en: 'See flows, versions and templates' },
  'flows:write': { pt: 'Criar, editar, publicar e arquivar fluxos', en: 'Make, edit, publish and archive flows' },
  'runs:read': { pt: 'Ver execuções, seus passos e conversas', en: 'See runs, their steps and conversations' },
  'runs:write': { pt: 'Iniciar, pausar, cancelar e repetir execuções', en: 'Start, pause, cancel and retry runs' },
  'events:read': { pt: 'Ver eventos', en: 'See events' },
  'events:write': { pt: 'Enviar eventos', en: 'Send events' },
  'approvals:read': { pt: 'Ver aprovações', en: 'See approvals' },
  'approvals:write': { pt: 'Aprovar e recusar', en: 'Approve and reject' },
  'connections:read': { pt: 'Ver conexões, sem os segredos', en: 'See connections, without their secrets' },
  'connections:write': { pt: 'Criar, mudar e apagar conexões', en: 'Make, change and delete connections' },
  'connections:use': { pt: 'Testar conexões', en: 'Test connections' },
  'data:read': { pt: 'Ver tabelas e linhas', en: 'See tables and rows' },
  'data:write': { pt: 'Mudar tabelas e linhas', en: 'Change tables and rows' },
  'keys:read': { pt: 'Ver chaves e o registro de chamadas', en: 'See keys and the log of calls' },
  'keys:write': { pt: 'Criar, renovar e revogar chaves', en: 'Make, rotate and revoke keys' },
  'tenant:read': { pt: 'Ver os dados da conta', en: 'See the account' },
  'tenant:write': { pt: 'Mudar os dados da conta', en: 'Change the account' },
  'members:read': { pt: 'Ver pessoas e convites', en: 'See people and invites' },
  'members:write': { pt: 'Convidar, mudar papéis e remover pessoas', en: 'Invite and remove people, change roles' },
  'security:read': { pt: 'Ver as regras de acesso', en: 'See the rules of access' },
  'security:write': { pt: 'Mudar as regras de acesso', en: 'Change the rules of access' },
  'audit:read': { pt: 'Ver a auditoria', en: 'See the audit' },
  'webhooks:read': { pt: 'Ver webhooks e entregas', en: 'See webhooks and deliveries' },
  'billing:read': { pt: 'Ver faturas e dados de cobrança', en: 'See invoices and billing details' },
  'billing:write': {
    pt: 'Mudar dados de cobrança e reenviar faturas',
    en: 'Change billing details and mail invoices again',
  },
  'webhooks:write': { pt: 'Criar, mudar e apagar webhooks', en: 'Make, change and delete webhooks' },
};
