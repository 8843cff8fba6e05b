import type { JsonSchema, Text } from '../json.ts';
import { any, condition, duration, list, object, string } from './schemas.ts';

export interface TriggerType {
  type: string;
  icon: string;
  title: Text;
  description: Text;
  config: JsonSchema;
}

const t = (pt: string, en: string): Text => ({ pt, en });
const key: JsonSchema = { type: ['string', 'number', 'null'], 'x-title': t('Chave', 'Key') };

const auth: JsonSchema = {
  'x-title': t('Autenticação', 'Authentication'),
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
        path: string('Caminho', 'Path', { pattern: '^[A-Za-z0-9][A-Za-z0-9_\\-./]{0,199}$' }),
        method: {
          enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'],
          'x-title': t('Método', 'Method'),
        },
        auth,
        dedupe: any('Chave de repetição', 'Dedupe key'),
        respond: { enum: ['immediately', 'atEnd'], 'x-title': t('Responder', 'Respond') },
        timeout: duration('Esperar no máximo', 'Wait at most'),
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
        cron: string('Cron', 'Cron'),
        every: duration('A cada', 'Every'),
        calendar: any('Calendário', 'Calendar'),
        timezone: string('Fuso', 'Time zone'),
        catchup: duration('Recuperar até', 'Catch up'),
        data: any('Dados', 'Data'),
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
        channel: string('Canal', 'Channel'),
        account: string('Conta', 'Account', { 'x-widget': 'connection', 'x-connector': 'telegram' }),
        keywords: list('Palavras', 'Keywords', { type: 'string' }),
        match: condition('Só quando', 'Only when'),
        collect: duration('Juntar por', 'Collect for'),
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
      { name: string('Evento', 'Event', { minLength: 1 }), key, match: condition('Só quando', 'Only when') },
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
