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
  ...field('object', 'Tentar de novo', 'Retry', { 'x-rare': false }),
  properties: {
    maxAttempts: field('integer', 'Tentativas (com a primeira)', 'Attempts (with the first)', {
      minimum: 1,
      maximum: 1000,
      default: 3,
    }),
    initialInterval: duration('Primeira pausa', 'First pause'),
    backoff: field('number', 'Cada pausa vezes', 'Each pause times', { minimum: 1, maximum: 100, default: 2 }),
    maxInterval: duration('Maior pausa', 'Longest pause'),
    nonRetryable: field('array', 'Não tentar de novo com os códigos', 'Never again with the codes', {
      items: { type: 'string', examples: ['http_404'] },
      'x-rare': true,
    }),
    maxWait: duration('Pausa máxima que o outro lado pode pedir', 'Longest pause that the other side may ask for', {
      'x-rare': true,
    }),
  },
};

const poll: JsonSchema = {
  ...field('object', 'Repetir até', 'Repeat until', {
    'x-help': t(
      'Chama de novo, de tempos em tempos, até a resposta ser a que você espera.',
      'Calls again, every so often, until the answer is the one that you wait for.',
    ),
  }),
  properties: {
    every: duration('A cada', 'Every'),
    until: field('boolean', 'Até que', 'Until', {
      'x-widget': 'condition',
      examples: ['output.body.status == "pronto"'],
    }),
    for: duration('Por no máximo', 'For at most'),
  },
  required: ['every', 'until', 'for'],
};

export const actionSettings: JsonSchema = {
  type: 'object',
  properties: {
    timeout: duration('Prazo de uma tentativa', 'Time of one attempt', {
      'x-help': t(
        'Sem resposta até lá, a tentativa conta como falha. Vazio: o do tipo de passo.',
        'Without an answer by then the attempt counts as failed. Empty: that of the type of step.',
      ),
    }),
    retry,
    poll,
    compensation: {
      ...field('object', 'Como desfazer', 'How to undo', {
        'x-help': t(
          'O que se chama se um bloco com “Desfazer se falhar” falha depois deste passo.',
          'What is called where a scope with “Undo when it fails” fails after this step.',
        ),
      }),
      properties: {
        type: field('string', 'Ação', 'Action', { examples: ['http.request'] }),
        config: { 'x-title': t('Configuração', 'Configuration') },
      },
      required: ['type', 'config'],
    },
    outputSchema: {
      'x-title': t('O que a resposta traz', 'What the answer holds'),
      'x-help': t(
        'Os campos que os próximos passos podem ler. Uma resposta sem eles é uma falha.',
        'The fields that later steps may read. An answer without them is a failure.',
      ),
      'x-widget': 'schema',
      'x-rare': true,
    },
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
    timezone: field('string', 'Fuso horário', 'Time zone', {
      'x-widget': 'timezone',
      'x-help': t('Vazio: o do espaço.', 'Empty: that of the workspace.'),
    }),
    timeout: duration('Prazo da execução', 'Time of a run', {
      'x-help': t('30 dias, se nada for dito', '30 days where nothing is said'),
    }),
    key: field('string', 'Chave', 'Key', {
      examples: ['{{ trigger.data.pedido }}'],
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
      ...field('object', 'Ao mesmo tempo', 'At once', {
        'x-help': t('Quantas execuções andam juntas; as outras esperam.', 'How many runs go together; others wait.'),
      }),
      properties: {
        max: field('integer', 'No máximo', 'At most', { minimum: 1, maximum: 10_000 }),
        key: field('string', 'Por', 'By', {
          'x-help': t(
            'O limite vale para cada valor: por cliente, por exemplo.',
            'The limit counts for each value: a customer, for example.',
          ),
          examples: ['{{ trigger.data.cliente }}'],
        }),
      },
      required: ['max'],
    },
    priority: field('integer', 'Prioridade (1 é a maior)', 'Priority (1 is the highest)', { minimum: 1, maximum: 5 }),
    onFailure: field('string', 'Se falhar, rodar o fluxo', 'On failure, run the flow', {
      'x-widget': 'flow',
      'x-help': t('Ele recebe o erro e os dados da execução.', 'It is given the error and the data of the run.'),
    }),
    keepData: {
      enum: ['all', 'failures'],
      'x-title': t('Guardar os dados', 'Keep the data'),
      'x-help': t(
        'O que cada passo recebeu e deu, para olhar depois.',
        'What each step was given and gave, to look at later.',
      ),
    },
    redact: field('array', 'Esconder no histórico', 'Hide in the history', {
      items: { type: 'string', examples: ['steps.login.body.token'] },
      'x-help': t('Caminhos de valores que ninguém deve ver depois.', 'Paths of values that nobody should see later.'),
    }),
  },
};
