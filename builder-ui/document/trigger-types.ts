import type { JsonSchema, Text } from '#flow/json.ts';

/** A way to start a flow, `flow-language` §7, as the builder shows it. */
export interface TriggerType {
  type: string;
  icon: string;
  title: Text;
  description: Text;
  config: JsonSchema;
}

const t = (pt: string, en: string): Text => ({ pt, en });
const field = (type: string, pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({
  type,
  'x-title': t(pt, en),
  ...more,
});
const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
});
const duration = (pt: string, en: string): JsonSchema =>
  field('string', pt, en, { format: 'duration', 'x-widget': 'duration' });
const condition = (pt: string, en: string): JsonSchema => field('boolean', pt, en, { 'x-widget': 'condition' });

const auth: JsonSchema = {
  'x-title': t('Quem pode chamar', 'Who may call'),
  anyOf: [
    { const: 'none', 'x-title': t('Qualquer um', 'Anyone') },
    {
      ...object(
        {
          type: { enum: ['header', 'basic', 'hmac'], 'x-title': t('Como se prova', 'How it is proved') },
          connection: field('string', 'Conexão', 'Connection', { 'x-widget': 'connection', 'x-connector': 'webhook' }),
        },
        ['type', 'connection'],
      ),
      'x-title': t('Com uma conexão', 'With a connection'),
    },
  ],
};

const webhook = object(
  {
    path: field('string', 'Endereço', 'Path', {
      'x-help': t('A parte do endereço depois do nome da sua conta', 'What follows the name of your account'),
    }),
    method: { enum: ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'], 'x-title': t('Método', 'Method') },
    auth,
    respond: {
      'x-title': t('Responder', 'Answer'),
      anyOf: [
        { const: 'immediately', 'x-title': t('Na hora, sem esperar', 'At once, without waiting') },
        { const: 'atEnd', 'x-title': t('Ao fim, com o resultado', 'At the end, with the result') },
      ],
    },
    timeout: duration('Espera no máximo', 'Waits at most'),
    dedupe: field('string', 'Reconhecer repetidos por', 'Tell repeats by', { 'x-widget': 'expression' }),
  },
  ['path'],
);

const schedule = object({
  cron: field('string', 'Expressão cron', 'Cron expression', { examples: ['0 8 * * 1-5'] }),
  every: duration('A cada', 'Every'),
  timezone: field('string', 'Fuso', 'Time zone'),
  catchup: duration('Recuperar atrasos de até', 'Catch up on delays of up to'),
  data: { 'x-title': t('Dados', 'Data') },
});

const message = object(
  {
    channel: field('string', 'Canal', 'Channel'),
    account: field('string', 'Número ou conta', 'Number or account'),
    keywords: field('array', 'Palavras', 'Keywords', { items: { type: 'string' } }),
    match: condition('Só quando', 'Only when'),
    collect: duration('Juntar mensagens por', 'Collect messages for'),
  },
  ['channel'],
);

const event = object(
  {
    name: field('string', 'Evento', 'Event'),
    key: field('string', 'Chave', 'Key'),
    match: condition('Só quando', 'Only when'),
  },
  ['name'],
);

export const TRIGGER_TYPES: readonly TriggerType[] = [
  {
    type: 'manual',
    icon: 'hand-click',
    title: t('À mão', 'By hand'),
    description: t('Começa quando alguém manda', 'Starts when somebody says so'),
    config: object({}),
  },
  {
    type: 'webhook',
    icon: 'webhook',
    title: t('Webhook', 'Webhook'),
    description: t('Outro sistema chama um endereço', 'Another system calls an address'),
    config: webhook,
  },
  {
    type: 'schedule',
    icon: 'calendar-time',
    title: t('Agenda', 'Schedule'),
    description: t('Em horários marcados', 'At set times'),
    config: schedule,
  },
  {
    type: 'message',
    icon: 'message',
    title: t('Mensagem', 'Message'),
    description: t('Um contato escreve', 'A contact writes'),
    config: message,
  },
  {
    type: 'event',
    icon: 'bell',
    title: t('Evento', 'Event'),
    description: t('Algo acontece no sistema', 'Something happens in the system'),
    config: event,
  },
  {
    type: 'api',
    icon: 'api',
    title: t('API', 'API'),
    description: t('Um programa seu chama a API', 'A program of yours calls the API'),
    config: object({}),
  },
];

export const triggerType = (type: string): TriggerType | undefined => TRIGGER_TYPES.find((one) => one.type === type);
