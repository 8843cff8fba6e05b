import type { JsonSchema, Text } from '../json.ts';
import type { NodeGroup, NodeType } from '../node-type.ts';
import {
  any,
  boolean,
  condition,
  duration,
  eventSchema,
  instant,
  integer,
  list,
  listening,
  map,
  object,
  port,
  string,
} from './schemas.ts';

interface CoreType {
  type: string;
  group: NodeGroup;
  icon: string;
  title: Text;
  description: Text;
  config: JsonSchema;
  ports: string[];
  output?: JsonSchema;
  literal?: string[];
}

const core = (declared: CoreType): NodeType => ({ version: 1, kind: 'core', effect: 'none', ...declared });
const t = (pt: string, en: string): Text => ({ pt, en });
const days = list('Dias', 'Days', { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] });
const clock = { pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
const window = object(
  {
    from: string('Das', 'From', clock),
    to: string('Até', 'To', clock),
    days: { anyOf: [days, { const: 'business' }] },
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

const data: NodeType[] = [
  core({
    type: 'set',
    group: 'data',
    icon: 'braces',
    ports: ['out'],
    title: t('Montar dados', 'Set'),
    description: t('Monta um objeto com valores e expressões', 'Makes an object of values and expressions'),
    config: object({ values: map('Valores', 'Values') }, ['values']),
  }),
  core({
    type: 'assign',
    group: 'data',
    icon: 'variable',
    ports: ['out'],
    title: t('Mudar variável', 'Assign'),
    description: t('Muda variáveis da execução', 'Changes variables of the run'),
    config: object({ values: map('Variáveis', 'Variables') }, ['values']),
  }),
  core({
    type: 'code',
    group: 'code',
    icon: 'code',
    ports: ['out'],
    literal: ['source'],
    title: t('Código', 'Code'),
    description: t(
      'Uma função em JavaScript, sem rede nem arquivos',
      'A function in JavaScript, without network or files',
    ),
    config: object(
      {
        source: string('Código', 'Source', { 'x-widget': 'code', minLength: 1, maxLength: 100_000 }),
        input: any('Entrada', 'Input'),
      },
      ['source'],
    ),
  }),
];

const branching: NodeType[] = [
  core({
    type: 'if',
    group: 'flow',
    icon: 'arrows-split-2',
    ports: ['true', 'false'],
    title: t('Se', 'If'),
    description: t('Segue por um de dois caminhos', 'Takes one of two ways'),
    config: object({ condition: condition('Condição', 'Condition') }, ['condition']),
    output: {
      type: 'object',
      properties: { value: { type: 'boolean' } },
      required: ['value'],
      additionalProperties: false,
    },
  }),
  core({
    type: 'switch',
    group: 'flow',
    icon: 'arrow-fork',
    ports: ['default'],
    title: t('Escolha', 'Switch'),
    description: t('Segue pelo primeiro caso verdadeiro', 'Takes the first case that is true'),
    config: object(
      {
        cases: list('Casos', 'Cases', object({ port, when: condition('Quando', 'When') }, ['port', 'when']), {
          minItems: 1,
        }),
      },
      ['cases'],
    ),
    output: {
      type: 'object',
      properties: { port: { type: 'string' } },
      required: ['port'],
      additionalProperties: false,
    },
  }),
];

const waiting: NodeType[] = [
  core({
    type: 'wait',
    group: 'flow',
    icon: 'clock',
    ports: ['out'],
    title: t('Esperar', 'Wait'),
    description: t('Espera um tempo ou até um momento', 'Waits for a time or until a moment'),
    config: {
      ...object({ for: duration('Por', 'For'), until: instant('Até', 'Until'), window }),
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
    title: t('Esperar evento', 'Wait for an event'),
    description: t('Espera o primeiro de alguns eventos', 'Waits for the first of some events'),
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
    title: t('Aprovação', 'Approval'),
    description: t('Uma pessoa decide', 'A person decides'),
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
        accept: object({
          message: list('Palavras que aprovam', 'Words that approve', { type: 'string' }),
          reject: list('Palavras que recusam', 'Words that reject', { type: 'string' }),
        }),
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
    title: t('Perguntar', 'Ask'),
    description: t('Pergunta a um contato e entende a resposta', 'Asks a contact and understands the answer'),
    config: object(
      {
        text: string('Pergunta', 'Question', { minLength: 1 }),
        options: list('Opções', 'Options', {}),
        to: any('Para', 'To'),
        expect: { enum: expectations, 'x-title': t('Espera', 'Expect') },
        valid: condition('Vale quando', 'Valid when'),
        retryText: string('Se não entender', 'When not understood'),
        tries: integer('Tentativas', 'Tries', { minimum: 1, maximum: 20 }),
        timeout: duration('No máximo', 'At most'),
      },
      ['text', 'expect'],
    ),
  }),
];

const containers: NodeType[] = [
  core({
    type: 'forEach',
    group: 'flow',
    icon: 'repeat',
    ports: ['out'],
    literal: ['as', 'concurrency', 'onItemError'],
    title: t('Para cada', 'For each'),
    description: t('Repete para cada item de uma lista', 'Repeats for each item of a list'),
    config: object(
      {
        items: list('Itens', 'Items', {}),
        as: string('Nome do item', 'Name of the item', { pattern: '^[a-z][A-Za-z0-9_]{0,63}$' }),
        concurrency: integer('Ao mesmo tempo', 'At once', { minimum: 1, maximum: 50 }),
        onItemError: { enum: ['fail', 'collect'], 'x-title': t('Se um item falha', 'When an item fails') },
        itemTimeout: duration('Tempo de um item', 'Time of an item'),
        timeout: duration('Tempo ao todo', 'Time in all'),
        result: any('Resultado da volta', 'Result of a round'),
      },
      ['items'],
    ),
    output: { type: 'array' },
  }),
  core({
    type: 'while',
    group: 'flow',
    icon: 'rotate-clockwise',
    ports: ['out'],
    literal: ['maxIterations'],
    title: t('Enquanto', 'While'),
    description: t('Repete enquanto a condição vale', 'Repeats while the condition holds'),
    config: object(
      {
        condition: condition('Condição', 'Condition'),
        maxIterations: integer('Voltas no máximo', 'Rounds at most', { minimum: 1, maximum: 1_000_000 }),
        result: any('Resultado da volta', 'Result of a round'),
      },
      ['condition'],
    ),
  }),
  core({
    type: 'scope',
    group: 'flow',
    icon: 'box',
    ports: ['out', 'timeout'],
    literal: ['compensate'],
    title: t('Bloco', 'Scope'),
    description: t(
      'Um prazo, interrupções e desfazer para o que está dentro',
      'A deadline, interrupts and undo for what is inside',
    ),
    config: object({
      timeout: duration('No máximo', 'At most'),
      until: instant('Até', 'Until'),
      interrupt: list('Interrupções', 'Interrupts', listening),
      compensate: boolean('Desfazer se falhar', 'Undo when it fails'),
      result: any('Resultado', 'Result'),
    }),
  }),
];

const ends: NodeType[] = [
  core({
    type: 'flow',
    group: 'flow',
    icon: 'sitemap',
    ports: ['out'],
    literal: ['wait'],
    title: t('Outro fluxo', 'Another flow'),
    description: t('Roda outro fluxo', 'Runs another flow'),
    config: object(
      {
        flow: string('Fluxo', 'Flow', { minLength: 1 }),
        input: any('Dados', 'Input'),
        wait: boolean('Esperar o fim', 'Wait for the end'),
      },
      ['flow'],
    ),
  }),
  core({
    type: 'respond',
    group: 'http',
    icon: 'arrow-back-up',
    ports: ['out'],
    title: t('Responder', 'Respond'),
    description: t('Responde a quem chamou', 'Answers the caller'),
    config: object({
      status: integer('Status', 'Status', { minimum: 200, maximum: 599 }),
      headers: map('Cabeçalhos', 'Headers', { type: ['string', 'number', 'boolean', 'null'] }),
      body: any('Corpo', 'Body'),
    }),
  }),
  core({
    type: 'stop',
    group: 'flow',
    icon: 'player-stop',
    ports: [],
    title: t('Terminar', 'Stop'),
    description: t('Termina a execução com sucesso', 'Ends the run, succeeded'),
    config: object({ output: any('Resultado', 'Output') }),
  }),
  core({
    type: 'fail',
    group: 'flow',
    icon: 'alert-triangle',
    ports: [],
    title: t('Falhar', 'Fail'),
    description: t('Falha com um erro seu', 'Fails with an error of yours'),
    config: object({ code: string('Código', 'Code', { minLength: 1 }), message: string('Mensagem', 'Message') }, [
      'code',
    ]),
  }),
  core({
    type: 'break',
    group: 'flow',
    icon: 'logout',
    ports: [],
    title: t('Sair da repetição', 'Break'),
    description: t('Termina a volta e a repetição', 'Ends the round and the loop'),
    config: object({}),
  }),
  core({
    type: 'continue',
    group: 'flow',
    icon: 'player-skip-forward',
    ports: [],
    title: t('Próxima volta', 'Continue'),
    description: t('Termina só esta volta', 'Ends this round only'),
    config: object({}),
  }),
];

/** The core node types of `flow-language` §3. */
export const coreTypes: readonly NodeType[] = [...data, ...branching, ...waiting, ...containers, ...ends];

export const CONTAINERS: ReadonlySet<string> = new Set(['forEach', 'while', 'scope']);
export const LOOPS: ReadonlySet<string> = new Set(['forEach', 'while']);
/** Nodes that leave by no port and cannot fail. */
export const ENDINGS: ReadonlySet<string> = new Set(['stop', 'fail', 'break', 'continue']);
