import type { NodeType } from '../node-type.ts';
import { core, text } from './core-type.ts';
import {
  any,
  condition,
  duration,
  eventSchema,
  help,
  instant,
  integer,
  list,
  listening,
  map,
  object,
  rare,
  string,
} from './schemas.ts';

const days = list('Dias', 'Days', { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] });
const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?';
const window = object(
  {
    from: string('Das', 'From', { pattern: `^${clock}$`, 'x-widget': 'clock', 'x-width': 'half' }),
    to: string('Até', 'To', { pattern: `^(${clock}|24:00)$`, 'x-widget': 'clock', 'x-width': 'half' }),
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
        for: duration(
          'Por',
          'For',
          help('Quanto tempo. Use este campo ou o próximo.', 'How long. Use this field or the next.'),
        ),
        until: instant('Até', 'Until', {
          ...help(
            'Um dia e uma hora, ou uma expressão que os dá.',
            'A day and a time, or an expression that gives them.',
          ),
          examples: ['{{ trigger.data.entrega }}'],
        }),
        window: {
          'x-title': text('Só neste horário', 'Only at these hours'),
          ...help(
            'Se a espera acaba fora do horário, continua quando ele abre.',
            'A wait that ends outside of these hours goes on when they open.',
          ),
          ...window,
        },
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
        events: list('Eventos', 'Events', listening, {
          minItems: 1,
          ...help(
            'O primeiro que chega decide por onde o fluxo segue.',
            'The first that comes decides where the flow goes on.',
          ),
        }),
        timeout: duration(
          'No máximo',
          'At most',
          help('Depois segue pela saída timeout.', 'Then it goes on through the port timeout.'),
        ),
        until: instant('Até', 'Until', rare),
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
        title: string('Título', 'Title', {
          minLength: 1,
          examples: ['Aprovar o orçamento de {{ trigger.data.cliente }}?'],
        }),
        details: any('Detalhes', 'Details', {
          ...help('O que a pessoa precisa ver para decidir.', 'What the person must see to decide.'),
          'x-lines': 'many',
        }),
        assignees: list(
          'Quem decide',
          'Who decides',
          { type: 'string', examples: ['owner', 'ana@loja.example'] },
          {
            'x-rare': false,
            ...help(
              'Papéis (owner, admin, editor) ou e-mails. Vazio: qualquer um que possa.',
              'Roles (owner, admin, editor) or e-mail addresses. Empty: anybody who may.',
            ),
          },
        ),
        via: list(
          'Avisar por',
          'Tell by',
          object(
            {
              channel: string('Canal', 'Channel', { examples: ['telegram'] }),
              to: any('Para', 'To', { examples: ['{{ trigger.data.chat }}'] }),
            },
            ['channel', 'to'],
          ),
          rare,
        ),
        message: string('Mensagem', 'Message', {
          ...rare,
          ...help(
            'O texto do aviso. Vazio: o título e um link.',
            'The text of the notice. Empty: the title and a link.',
          ),
          'x-lines': 'many',
        }),
        remind: list('Lembrar depois de', 'Remind after', { type: 'string', format: 'duration' }, rare),
        fields: map(
          'Campos a preencher',
          'Fields to fill in',
          { type: 'object' },
          {
            ...rare,
            'x-widget': 'schema-fields',
            ...help(
              'O que a pessoa escreve ao decidir: um valor, uma data, um motivo.',
              'What the person writes with the decision: an amount, a date, a reason.',
            ),
          },
        ),
        accept: {
          ...rare,
          'x-title': text('Respostas que valem', 'Answers that count'),
          ...object({
            message: list('Palavras que aprovam', 'Words that approve', { type: 'string' }),
            reject: list('Palavras que recusam', 'Words that reject', { type: 'string' }),
          }),
        },
        timeout: duration('Prazo', 'Time to decide', {
          'x-rare': false,
          ...help('Depois segue pela saída timeout.', 'Then it goes on through the port timeout.'),
        }),
        until: instant('Até', 'Until', rare),
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
        text: string('Pergunta', 'Question', {
          minLength: 1,
          examples: ['Qual é a placa da moto?'],
          'x-lines': 'many',
        }),
        expect: {
          enum: expectations,
          'x-title': text('O que espera', 'What it expects'),
          ...help('Com isto a resposta é lida e conferida.', 'By this the answer is read and checked.'),
        },
        options: list(
          'Opções',
          'Options',
          {},
          {
            'x-rare': false,
            ...help('Viram botões onde o canal os tem.', 'They become buttons where the channel has them.'),
          },
        ),
        to: any('Para', 'To', {
          'x-rare': false,
          ...help('A conversa. Vazio: a que começou o fluxo.', 'The conversation. Empty: the one that began the flow.'),
        }),
        timeout: duration('Espera no máximo', 'Waits at most', { 'x-rare': false }),
        valid: condition('Vale quando', 'Valid when', { ...rare, examples: ['answer > 0'] }),
        retryText: string('Se não entender', 'When not understood', {
          ...rare,
          examples: ['Não entendi. Pode escrever de novo?'],
        }),
        tries: integer('Tentativas', 'Tries', { minimum: 1, maximum: 20, default: 3, ...rare }),
      },
      ['text', 'expect'],
    ),
  }),
];
