import type { JsonSchema, Text } from '#flow/json.ts';

const t = (pt: string, en: string): Text => ({ pt, en });
const field = (type: string, pt: string, en: string, more: JsonSchema = {}): JsonSchema => ({
  type,
  'x-title': t(pt, en),
  ...more,
});
const duration = (pt: string, en: string, more: JsonSchema = {}): JsonSchema =>
  field('string', pt, en, { 'x-widget': 'duration', ...more });

/** The fields of a node beside its config, `flow-language` §1 and §3, drawn by the same form. */
const retry: JsonSchema = {
  ...field('object', 'Tentar de novo', 'Retry'),
  properties: {
    maxAttempts: field('integer', 'Tentativas (com a primeira)', 'Attempts (with the first)', {
      minimum: 1,
      maximum: 1000,
      default: 3,
    }),
    initialInterval: duration('Primeira pausa', 'First pause'),
    backoff: field('number', 'Cada pausa vezes', 'Each pause times', { minimum: 1, maximum: 100, default: 2 }),
    maxInterval: duration('Maior pausa', 'Longest pause'),
    nonRetryable: field('array', 'Não tentar com os códigos', 'Never with the codes', { items: { type: 'string' } }),
    maxWait: duration('Espera no máximo, se o outro lado pedir', 'Waits at most, where the other side asks'),
  },
};

const poll: JsonSchema = {
  ...field('object', 'Repetir até', 'Repeat until'),
  properties: {
    every: duration('A cada', 'Every'),
    until: field('boolean', 'Até que', 'Until', { 'x-widget': 'condition' }),
    for: duration('Por no máximo', 'For at most'),
  },
  required: ['every', 'until', 'for'],
};

export const actionSettings: JsonSchema = {
  type: 'object',
  properties: {
    timeout: duration('Prazo de uma tentativa', 'Time of one attempt'),
    retry,
    poll,
    compensation: {
      ...field('object', 'Como desfazer', 'How to undo'),
      properties: {
        type: field('string', 'Ação', 'Action', { examples: ['http.request'] }),
        config: { 'x-title': t('Configuração', 'Configuration') },
      },
      required: ['type', 'config'],
    },
    outputSchema: { 'x-title': t('Formato da resposta (JSON Schema)', 'Shape of the answer (JSON Schema)') },
  },
};

/** `code` has no connection, no undo; `waitForEvent` only a shape of what it gives. */
export const settingsOf: Record<string, string[]> = {
  code: ['timeout', 'retry', 'outputSchema'],
  waitForEvent: ['outputSchema'],
};

export const flowSettings: JsonSchema = {
  type: 'object',
  properties: {
    timezone: field('string', 'Fuso horário', 'Time zone', { examples: ['America/Sao_Paulo'] }),
    timeout: duration('Prazo da execução', 'Time of a run', {
      'x-help': t('30 dias, se nada for dito', '30 days where nothing is said'),
    }),
    key: field('string', 'Chave', 'Key', {
      'x-help': t(
        'Execuções com a mesma chave não andam ao mesmo tempo: por exemplo, o número do pedido',
        'Runs with one key never run at once: the number of the order, for example',
      ),
    }),
    whenBusy: {
      enum: ['queue', 'signal', 'skip', 'replace'],
      'x-title': t('Se a chave está ocupada', 'When the key is busy'),
    },
    concurrency: {
      ...field('object', 'Ao mesmo tempo', 'At once'),
      properties: {
        max: field('integer', 'No máximo', 'At most', { minimum: 1, maximum: 10_000 }),
        key: field('string', 'Por', 'By'),
      },
      required: ['max'],
    },
    priority: field('integer', 'Prioridade (1 é a maior)', 'Priority (1 is the highest)', { minimum: 1, maximum: 5 }),
    onFailure: field('string', 'Se falhar, rodar o fluxo', 'On failure, run the flow'),
    keepData: { enum: ['all', 'failures'], 'x-title': t('Guardar os dados', 'Keep the data') },
    redact: field('array', 'Esconder na história', 'Hide in the history', { items: { type: 'string' } }),
  },
};
