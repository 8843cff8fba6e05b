import type { NodeType } from '../node-type.ts';
import { core, text } from './core-type.ts';
import {
  any,
  condition,
  duration,
  eventSchema,
  instant,
  integer,
  list,
  listening,
  map,
  object,
  string,
} from './schemas.ts';

const days = list('Dias', 'Days', { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] });
const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?';
const window = object(
  {
    from: string('Das', 'From', { pattern: `^${clock}$` }),
    to: string('Até', 'To', { pattern: `^(${clock}|24:00)$` }),
    days: { 'x-title': text('Dias', 'Days'), anyOf: [days, { const: 'business' }] },
  },
  ['from', 'to'],
);
const expectations = [
  'text',
  'number',
  'money',
  'date',
  'phone',
  'cpf',
  'cnpj',
  'email',
  'plate',
  'choice',
  'media',
  'any',
];

export const waiting: readonly NodeType[] = [
  core({
    type: 'wait',
    group: 'flow',
    icon: 'clock',
    ports: ['out'],
    title: text('Esperar', 'Wait'),
    description: text('Espera um tempo ou até um momento', 'Waits for a time or until a moment'),
    config: {
      ...object({
        for: duration('Por', 'For'),
        until: instant('Até', 'Until'),
        window: { 'x-title': text('Só neste horário', 'Only at these hours'), ...window },
      }),
      oneOf: [{ required: ['for'] }, { required: ['until'] }],
    },
    output: {
      type: 'object',
      properties: { firedAt: { type: 'string' } },
      required: ['firedAt'],
      additionalProperties: false,
    },
  }),
  core({
    type: 'waitForEvent',
    group: 'flow',
    icon: 'bell',
    ports: ['timeout'],
    title: text('Esperar evento', 'Wait for an event'),
    description: text('Espera o primeiro de alguns eventos', 'Waits for the first of some events'),
    config: object(
      {
        events: list('Eventos', 'Events', listening, { minItems: 1 }),
        timeout: duration('No máximo', 'At most'),
        until: instant('Até', 'Until'),
      },
      ['events'],
    ),
    output: eventSchema,
  }),
  core({
    type: 'approval',
    group: 'human',
    icon: 'user-check',
    ports: ['approved', 'rejected', 'timeout'],
    literal: ['fields'],
    title: text('Aprovação', 'Approval'),
    description: text('Uma pessoa decide', 'A person decides'),
    config: object(
      {
        title: string('Título', 'Title', { minLength: 1 }),
        details: any('Detalhes', 'Details'),
        fields: map('Campos', 'Fields', { type: 'object' }),
        assignees: list('Quem decide', 'Who decides', { type: 'string' }),
        via: list(
          'Avisar por',
          'Tell by',
          object({ channel: string('Canal', 'Channel'), to: any('Para', 'To') }, ['channel', 'to']),
        ),
        message: string('Mensagem', 'Message'),
        remind: list('Lembrar', 'Remind', { type: 'string', format: 'duration' }),
        accept: {
          'x-title': text('Respostas que valem', 'Answers that count'),
          ...object({
            message: list('Palavras que aprovam', 'Words that approve', { type: 'string' }),
            reject: list('Palavras que recusam', 'Words that reject', { type: 'string' }),
          }),
        },
        timeout: duration('No máximo', 'At most'),
        until: instant('Até', 'Until'),
      },
      ['title'],
    ),
    output: {
      type: 'object',
      properties: {
        decision: { enum: ['approved', 'rejected'] },
        by: { type: ['string', 'null'] },
        at: { type: 'string' },
        comment: { type: ['string', 'null'] },
        fields: { type: 'object' },
      },
      required: ['decision', 'by', 'at', 'comment', 'fields'],
      additionalProperties: false,
    },
  }),
  core({
    type: 'ask',
    group: 'message',
    icon: 'message-question',
    ports: ['out', 'invalid', 'timeout'],
    title: text('Perguntar', 'Ask'),
    description: text('Pergunta a um contato e entende a resposta', 'Asks a contact and understands the answer'),
    config: object(
      {
        text: string('Pergunta', 'Question', { minLength: 1 }),
        options: list('Opções', 'Options', {}),
        to: any('Para', 'To'),
        expect: { enum: expectations, 'x-title': text('Espera', 'Expect') },
        valid: condition('Vale quando', 'Valid when'),
        retryText: string('Se não entender', 'When not understood'),
        tries: integer('Tentativas', 'Tries', { minimum: 1, maximum: 20 }),
        timeout: duration('No máximo', 'At most'),
      },
      ['text', 'expect'],
    ),
  }),
];
