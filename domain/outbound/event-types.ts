import { z } from 'zod';

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`));
const instant = z.iso.datetime();
const short = z.string().max(2_000);

const run = z.object({
  runId: id('run'),
  flowId: id('flw'),
  flowVersion: z.int().nullable(),
  trigger: z.string().describe('What began it: webhook, api, schedule …'),
  startedAt: instant,
  endedAt: instant,
});
const approval = z.object({ approvalId: id('apr'), runId: id('run'), node: short, title: short });

/** Without name and address: who may read them asks for them. */
const member = z.object({
  userId: id('usr'),
  role: short.describe('A built-in role, or `rol_…`'),
  by: short.describe('As the audit names them'),
});
const connection = z.object({ connectionId: id('con'), connector: short, name: short, by: short });

const HEX = '0192f0c4a1b27c3d8e4f5a6b7c8d9e0f';
const exampleRun = {
  runId: `run_${HEX}`,
  flowId: `flw_${HEX}`,
  flowVersion: 3,
  trigger: 'webhook',
  startedAt: '2026-03-02T12:00:00.000Z',
  endedAt: '2026-03-02T12:00:01.250Z',
};
const exampleApproval = {
  approvalId: `apr_${HEX}`,
  runId: `run_${HEX}`,
  node: 'aprovar',
  title: 'Reembolso de R$ 150',
};
const exampleMember = { userId: `usr_${HEX}`, role: 'editor', by: `user:usr_${HEX}` };
const exampleConnection = { connectionId: `con_${HEX}`, connector: 'http', name: 'ERP', by: `key:key_${HEX}` };

/**
 * What receivers may be told of. A name is forever, and so are its fields: new ones may come, none goes or changes its
 * meaning; what would have to becomes another name (`run.failed.v2`). Thin: ids, and what decides if one reads on.
 */
export const EVENT_TYPES = {
  'run.succeeded': {
    says: { pt: 'Uma execução terminou bem', en: 'A run has ended well' },
    data: run,
    example: exampleRun,
  },
  'run.failed': {
    says: { pt: 'Uma execução falhou', en: 'A run has failed' },
    data: run.extend({ error: z.object({ code: short, message: short }) }),
    example: { ...exampleRun, error: { code: 'connection_failed', message: 'erp.example did not answer' } },
  },
  'run.cancelled': {
    says: { pt: 'Uma execução foi cancelada', en: 'A run was cancelled' },
    data: run,
    example: exampleRun,
  },
  'run.waiting': {
    says: { pt: 'Uma execução começou a esperar', en: 'A run has begun to wait' },
    data: z.object({
      runId: id('run'),
      flowId: id('flw'),
      waitingFor: z
        .array(z.object({ node: short, kind: z.enum(['timer', 'event', 'approval', 'flow', 'parked']) }))
        .max(20)
        .describe('The first twenty'),
    }),
    example: {
      runId: `run_${HEX}`,
      flowId: `flw_${HEX}`,
      waitingFor: [{ node: 'aprovar', kind: 'approval' as const }],
    },
  },
  'approval.opened': {
    says: { pt: 'Uma aprovação espera por alguém', en: 'An approval waits for somebody' },
    data: approval.extend({ expiresAt: instant.nullable() }),
    example: { ...exampleApproval, expiresAt: '2026-03-03T12:00:00.000Z' },
  },
  'approval.decided': {
    says: { pt: 'Uma aprovação foi decidida', en: 'An approval was decided' },
    data: approval.extend({ decision: z.enum(['approved', 'rejected']), decidedBy: short.nullable() }),
    example: { ...exampleApproval, decision: 'approved' as const, decidedBy: 'ana@example.com' },
  },
  'flow.published': {
    says: { pt: 'Uma versão de um fluxo foi publicada', en: 'A version of a flow was published' },
    data: z.object({ flowId: id('flw'), version: z.int(), note: short.nullable(), publishedBy: short }),
    example: { flowId: `flw_${HEX}`, version: 4, note: 'Frete grátis acima de R$ 200', publishedBy: `usr_${HEX}` },
  },
  'message.received': {
    says: { pt: 'Chegou uma mensagem numa conversa', en: 'A message came in a conversation' },
    data: z.object({ messageId: id('msg'), conversationId: id('cnv'), connectionId: id('con'), channel: short }),
    example: {
      messageId: `msg_${HEX}`,
      conversationId: `cnv_${HEX}`,
      connectionId: `con_${HEX}`,
      channel: 'telegram',
    },
  },
  'member.joined': {
    says: { pt: 'Uma pessoa entrou na conta', en: 'A person has joined the tenant' },
    data: member,
    example: exampleMember,
  },
  'member.changed': {
    says: { pt: 'Uma pessoa tem outro papel', en: 'A person has another role' },
    data: member.extend({ before: short.describe('The role of before') }),
    example: { ...exampleMember, before: 'viewer' },
  },
  'member.left': {
    says: { pt: 'Uma pessoa saiu da conta, ou foi tirada', en: 'A person has left the tenant, or was removed' },
    data: member.extend({ removed: z.boolean().describe('By somebody else') }),
    example: { ...exampleMember, removed: false },
  },
  'connection.created': {
    says: { pt: 'Uma conexão foi criada', en: 'A connection was made' },
    data: connection,
    example: exampleConnection,
  },
  'connection.changed': {
    says: { pt: 'Uma conexão foi mudada', en: 'A connection was changed' },
    data: connection.extend({ secret: z.boolean().describe('Its secret is another') }),
    example: { ...exampleConnection, secret: true },
  },
  'connection.deleted': {
    says: { pt: 'Uma conexão foi apagada', en: 'A connection was deleted' },
    data: connection,
    example: exampleConnection,
  },
} as const;

export type EventType = keyof typeof EVENT_TYPES;
export type EventData<T extends EventType> = z.input<(typeof EVENT_TYPES)[T]['data']>;

export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

/** Bytes of a message's body: more than any receiver's limit would be lost there. */
export const MOST_BYTES = 20_000;

/** The body as receivers get it. */
export const bodyOf = (type: string, atIso: string, data: unknown): string =>
  JSON.stringify({ type, timestamp: atIso, data });
