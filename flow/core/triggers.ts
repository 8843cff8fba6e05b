import type { JsonSchema, Text } from '../json.ts';
import { any, condition, duration, help, list, object, rare, string } from './schemas.ts';

export interface TriggerType {
  type: string;
  icon: string;
  title: Text;
  description: Text;
  config: JsonSchema;
}

const t = (pt: string, en: string): Text => ({ pt, en });
const key: JsonSchema = {
  type: ['string', 'number', 'null'],
  'x-title': t('Chave', 'Key'),
  ...help('Só eventos com esta chave. Vazio: todos.', 'Only events of this key. Empty: all.'),
  examples: ['pedido-7'],
};

const auth: JsonSchema = {
  'x-title': t('Autenticação', 'Authentication'),
  default: 'none',
  anyOf: [
    { const: 'none' },
    {
      'x-title': t('Com uma conexão', 'With a connection'),
      ...object(
        {
          type: { enum: ['none', 'header', 'basic', 'hmac'], 'x-title': t('Como se prova', 'How it is proved') },
          connection: string('Conexão', 'Connection', { 'x-widget': 'connection', 'x-connector': 'webhook' }),
        },
        ['type'],
      ),
    },
  ],
};

/** The triggers of `flow-language` §7. */
export const triggerTypes: readonly TriggerType[] = [
  {
    type: 'manual',
    icon: 'hand-click',
    title: t('Manual', 'Manual'),
    description: t('Alguém começa com um clique', 'Somebody starts it with a click'),
    config: object({}),
  },
  {
    type: 'api',
    icon: 'api',
    title: t('API', 'API'),
    description: t('Um programa chama', 'A program calls'),
    config: object({}),
  },
  {
    type: 'webhook',
    icon: 'webhook',
    title: t('Webhook', 'Webhook'),
    description: t('Outro sistema chama um endereço', 'Another system calls an address'),
    config: object(
      {
        path: string('Caminho', 'Path', {
          pattern: '^[A-Za-z0-9][A-Za-z0-9_\\-./]{0,199}$',
          ...help(
            'O fim do endereço. O que ninguém adivinha é mais seguro.',
            'The end of the address. What nobody guesses is safer.',
          ),
        }),
        method: {
          enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'],
          'x-title': t('Método', 'Method'),
          default: 'POST',
        },
        auth,
        respond: { enum: ['immediately', 'atEnd'], 'x-title': t('Responder', 'Respond') },
        dedupe: any('Ignorar repetições por', 'Ignore repeats by', {
          ...rare,
          ...help(
            'Chamadas com o mesmo valor contam uma vez em 7 dias: o id do evento, por exemplo.',
            'Calls with the same value count once in 7 days: the id of the event, for example.',
          ),
          examples: ['{{ trigger.headers["x-event-id"] }}'],
        }),
        timeout: duration('Esperar no máximo', 'Wait at most', {
          ...rare,
          default: 'PT30S',
          ...help(
            'Ao responder no fim: depois disso quem chamou recebe 202.',
            'Where it answers at the end: after that the caller gets 202.',
          ),
        }),
      },
      ['path'],
    ),
  },
  {
    type: 'schedule',
    icon: 'calendar-time',
    title: t('Agenda', 'Schedule'),
    description: t('Em horários marcados', 'At set times'),
    config: {
      ...object({
        cron: string('Expressão cron', 'Cron expression', {
          examples: ['0 8 * * 1-5'],
          ...help(
            'Minuto, hora, dia, mês e dia da semana. Use esta ou o calendário.',
            'Minute, hour, day, month and day of the week. Use this or the calendar.',
          ),
        }),
        every: duration('A cada', 'Every'),
        calendar: any('Calendário', 'Calendar', { ...rare, examples: ['{"hour": 8, "dayOfWeek": "mon"}'] }),
        timezone: string('Fuso horário', 'Time zone', {
          'x-widget': 'timezone',
          ...rare,
          ...help('Vazio: o do fluxo, ou o do espaço.', 'Empty: that of the flow, or of the workspace.'),
        }),
        catchup: duration('Recuperar atrasos de até', 'Catch up delays of up to', {
          ...rare,
          default: 'P1D',
          ...help(
            'Se o sistema ficou parado: horários perdidos há menos que isto ainda rodam.',
            'Where the system was down: times that were missed by less than this still run.',
          ),
        }),
        data: any('Dados', 'Data', {
          ...rare,
          ...help('O que o fluxo lê como trigger.data.', 'What the flow reads as trigger.data.'),
        }),
      }),
      oneOf: [{ required: ['cron'] }, { required: ['every'] }, { required: ['calendar'] }],
    },
  },
  {
    type: 'message',
    icon: 'message',
    title: t('Mensagem', 'Message'),
    description: t('Um contato escreve', 'A contact writes'),
    config: object(
      {
        channel: string('Canal', 'Channel', { examples: ['telegram'] }),
        account: string('Conta', 'Account', { 'x-widget': 'connection', 'x-connector': 'telegram' }),
        keywords: list(
          'Palavras',
          'Keywords',
          { type: 'string', examples: ['orçamento'] },
          {
            ...help(
              'Só mensagens com uma delas. Nenhuma: todas as mensagens.',
              'Only messages with one of them. None: all messages.',
            ),
          },
        ),
        match: condition('Só quando', 'Only when', { ...rare, examples: ['trigger.data.text.length > 3'] }),
        collect: duration('Juntar por', 'Collect for', {
          ...rare,
          ...help(
            'O que um contato escreve em seguida vira uma mensagem só.',
            'What a contact writes in a row becomes one message.',
          ),
        }),
      },
      ['channel'],
    ),
  },
  {
    type: 'event',
    icon: 'bolt',
    title: t('Evento', 'Event'),
    description: t('Um evento acontece', 'An event happens'),
    config: object(
      {
        name: string('Evento', 'Event', { minLength: 1, examples: ['pedido.pago'] }),
        key,
        match: condition('Só quando', 'Only when', { examples: ['event.data.total > 100'] }),
      },
      ['name'],
    ),
  },
  {
    type: 'flow',
    icon: 'sitemap',
    title: t('Outro fluxo', 'Another flow'),
    description: t('Um passo de outro fluxo começa', 'A node of another flow starts it'),
    config: object({}),
  },
];
