import type { Json, Text } from './json.ts';

/**
 * What the engine does with a failed attempt. `retry`: by the node's policy. `wait`: no attempt, the node parks until
 * the time named. `never`: the node fails. `operator`: fails, and someone of ours should look.
 */
export type RetryClass = 'retry' | 'wait' | 'never' | 'operator';

interface ErrorPolicy {
  /** Status of the API's answer, where the error reaches a caller. */
  http: number;
  retry: RetryClass;
  title: Text;
}

/** The one table of error classes: HTTP status and retry policy side by side. Codes are forever. */
export const ERRORS = {
  malformed: {
    http: 400,
    retry: 'never',
    title: { pt: 'O pedido não pôde ser lido', en: 'The request could not be read' },
  },
  unauthorized: {
    http: 401,
    retry: 'never',
    title: { pt: 'Credencial ausente ou inválida', en: 'Missing or invalid credential' },
  },
  plan_required: {
    http: 402,
    retry: 'never',
    title: { pt: 'O plano não inclui este recurso', en: 'The plan does not include this' },
  },
  marketplace_not_allowed: {
    http: 402,
    retry: 'never',
    title: { pt: 'O plano não inclui esta loja', en: 'The plan does not include this marketplace' },
  },
  flow_frozen: {
    http: 402,
    retry: 'never',
    title: { pt: 'O fluxo está congelado', en: 'The flow is frozen' },
  },
  connection_frozen: {
    http: 402,
    retry: 'never',
    title: { pt: 'A conexão está congelada', en: 'The connection is frozen' },
  },
  payment_due: {
    http: 402,
    retry: 'never',
    title: { pt: 'A conta está só para leitura', en: 'The account is read only' },
  },
  forbidden: { http: 403, retry: 'never', title: { pt: 'Sem permissão', en: 'Not allowed' } },
  tenant_suspended: { http: 403, retry: 'never', title: { pt: 'Conta suspensa', en: 'Tenant suspended' } },
  address_barred: {
    http: 403,
    retry: 'never',
    title: { pt: 'Endereço de rede não permitido', en: 'Network address not allowed' },
  },
  two_step_required: {
    http: 403,
    retry: 'never',
    title: { pt: 'A conta pede verificação em duas etapas', en: 'The tenant asks for two-step verification' },
  },
  sso_required: {
    http: 403,
    retry: 'never',
    title: { pt: 'A conta pede o login único da empresa', en: 'The tenant asks for its single sign-on' },
  },
  sign_in_again: { http: 403, retry: 'never', title: { pt: 'Entre de novo', en: 'Sign in again' } },
  not_found: { http: 404, retry: 'never', title: { pt: 'Não encontrado', en: 'Not found' } },
  erased: { http: 410, retry: 'never', title: { pt: 'Apagado', en: 'Erased' } },
  method_not_allowed: {
    http: 405,
    retry: 'never',
    title: { pt: 'Método não aceito aqui', en: 'Method not allowed here' },
  },
  conflict: {
    http: 409,
    retry: 'never',
    title: { pt: 'O estado atual não permite', en: 'The current state does not allow it' },
  },
  already_closed: {
    http: 409,
    retry: 'never',
    title: { pt: 'A aprovação já foi encerrada', en: 'The approval is already closed' },
  },
  idempotency_in_progress: {
    http: 409,
    retry: 'wait',
    title: { pt: 'O mesmo pedido ainda está em andamento', en: 'The same request is still running' },
  },
  machine_missing: {
    http: 503,
    retry: 'operator',
    title: {
      pt: 'Esta versão não tem a máquina de execuções abertas',
      en: 'This release lacks the machine of open runs',
    },
  },
  run_ended: { http: 409, retry: 'never', title: { pt: 'A execução já terminou', en: 'The run has ended' } },
  stale: {
    http: 412,
    retry: 'never',
    title: { pt: 'Alguém mudou isto antes de você', en: 'Somebody changed this before you' },
  },
  request_timeout: {
    http: 408,
    retry: 'never',
    title: { pt: 'O pedido demorou demais', en: 'The request took too long' },
  },
  headers_too_large: {
    http: 431,
    retry: 'never',
    title: { pt: 'Cabeçalhos grandes demais', en: 'Headers too large' },
  },
  too_large: { http: 413, retry: 'never', title: { pt: 'Grande demais', en: 'Too large' } },
  unsupported_media_type: {
    http: 415,
    retry: 'never',
    title: { pt: 'Tipo de conteúdo não aceito', en: 'Unsupported content type' },
  },
  invalid: { http: 422, retry: 'never', title: { pt: 'Dados inválidos', en: 'Invalid data' } },
  idempotency_mismatch: {
    http: 422,
    retry: 'never',
    title: { pt: 'A mesma chave veio com outro corpo', en: 'The same key came with another body' },
  },
  flow_has_problems: { http: 422, retry: 'never', title: { pt: 'O fluxo tem problemas', en: 'The flow has problems' } },
  not_published: {
    http: 409,
    retry: 'never',
    title: { pt: 'O fluxo não está publicado', en: 'The flow is not published' },
  },
  limit_exceeded: { http: 429, retry: 'wait', title: { pt: 'Limite do plano alcançado', en: 'Plan limit reached' } },
  rate_limited: { http: 429, retry: 'wait', title: { pt: 'Pedidos demais', en: 'Too many requests' } },
  internal: { http: 500, retry: 'retry', title: { pt: 'Falha nossa', en: 'Our failure' } },
  run_failed: { http: 500, retry: 'never', title: { pt: 'A execução falhou', en: 'The run failed' } },
  unavailable: {
    http: 503,
    retry: 'retry',
    title: { pt: 'Uma parte do sistema está fora do ar', en: 'A part of the system is down' },
  },
  hooks_suspended: {
    http: 503,
    retry: 'wait',
    title: { pt: 'Esta conta não recebe nada agora', en: 'This tenant takes nothing in just now' },
  },
  // What whoever takes the money answers.
  billing_unreachable: {
    http: 503,
    retry: 'retry',
    title: { pt: 'O serviço de pagamento não responde', en: 'The payment service does not answer' },
  },
  billing_refused: {
    http: 422,
    retry: 'never',
    title: { pt: 'O serviço de pagamento recusou o pedido', en: 'The payment service refused the request' },
  },
  // What nodes fail with.
  budget_exceeded: {
    http: 402,
    retry: 'never',
    title: { pt: 'O orçamento de IA do mês acabou', en: 'The AI budget of the month is used up' },
  },
  model_failed: {
    http: 502,
    retry: 'never',
    title: { pt: 'O modelo de linguagem não respondeu', en: 'The language model did not answer' },
  },
  bad_input: {
    http: 422,
    retry: 'never',
    title: { pt: 'Os dados não cabem na entrada do fluxo', en: 'The data does not fit the input of the flow' },
  },
  bad_output: {
    http: 500,
    retry: 'never',
    title: { pt: 'A resposta não cabe no esquema', en: 'The answer does not fit the schema' },
  },
  bad_value: { http: 422, retry: 'never', title: { pt: 'Valor inválido', en: 'Bad value' } },
  bad_config: { http: 422, retry: 'never', title: { pt: 'Configuração inválida', en: 'Bad configuration' } },
  expression_too_expensive: {
    http: 422,
    retry: 'never',
    title: { pt: 'Expressão cara demais', en: 'Expression too expensive' },
  },
  value_too_large: { http: 422, retry: 'never', title: { pt: 'Valor grande demais', en: 'Value too large' } },
  state_too_large: { http: 422, retry: 'never', title: { pt: 'Estado grande demais', en: 'State too large' } },
  timeout: { http: 504, retry: 'retry', title: { pt: 'Demorou demais', en: 'It took too long' } },
  connection_failed: {
    http: 502,
    retry: 'retry',
    title: { pt: 'Sem conexão com o outro lado', en: 'No connection to the other side' },
  },
  address_refused: { http: 422, retry: 'never', title: { pt: 'Endereço não permitido', en: 'Address not allowed' } },
  breaker_open: {
    http: 503,
    retry: 'wait',
    title: { pt: 'O outro lado falhou demais; aguardando', en: 'The other side failed too often; waiting' },
  },
  files_not_available: {
    http: 501,
    retry: 'never',
    title: { pt: 'Arquivos ainda não são guardados aqui', en: 'Files are not kept here yet' },
  },
  token_refused: {
    http: 422,
    retry: 'never',
    title: { pt: 'O servidor de tokens recusou o acesso', en: 'The token server refused access' },
  },
  no_subject: {
    http: 422,
    retry: 'never',
    title: { pt: 'Só vale nos fluxos do próprio produto', en: 'Only for the product’s own flows' },
  },
  missing_connection: { http: 422, retry: 'never', title: { pt: 'Falta uma conexão', en: 'A connection is missing' } },
  missing_table: { http: 422, retry: 'never', title: { pt: 'Falta uma tabela', en: 'A table is missing' } },
  unknown_column: { http: 422, retry: 'never', title: { pt: 'A coluna não existe', en: 'There is no such column' } },
  too_many_rows: { http: 422, retry: 'never', title: { pt: 'Linhas demais de uma vez', en: 'Too many rows at once' } },
  quota_exceeded: { http: 422, retry: 'never', title: { pt: 'O limite foi alcançado', en: 'The limit is reached' } },
  consent_withdrawn: {
    http: 422,
    retry: 'never',
    title: { pt: 'O contato não quer receber isto', en: 'The contact does not want to get this' },
  },
  no_conversation: { http: 422, retry: 'never', title: { pt: 'Falta uma conversa', en: 'A conversation is missing' } },
  code_failed: { http: 422, retry: 'never', title: { pt: 'O código falhou', en: 'The code failed' } },
  flow_busy: { http: 409, retry: 'never', title: { pt: 'O outro fluxo está ocupado', en: 'The other flow is busy' } },
  already_answered: { http: 409, retry: 'never', title: { pt: 'Já foi respondido', en: 'Already answered' } },
  too_many_runs: {
    http: 422,
    retry: 'never',
    title: { pt: 'Execuções demais, uma dentro da outra', en: 'Too many runs that start runs' },
  },
  too_many_iterations: { http: 422, retry: 'never', title: { pt: 'Voltas demais', en: 'Too many iterations' } },
} as const satisfies Record<string, ErrorPolicy>;
export type ErrorCode = keyof typeof ERRORS;

export interface TramaErrorOptions {
  details?: Json;
  /** Epoch ms; with the class `wait`, when to try again. */
  waitUntil?: number;
  /** Overrides the table, for codes that are made (`http_503`). */
  retry?: RetryClass;
  /** RFC 9457 `errors`; each message in both languages, or already in the reader's. */
  errors?: { pointer: string; code: string; message: string | Text }[];
  /** The message in both languages, where a person may read it. */
  text?: Text;
  cause?: unknown;
}

/** The one error class. `code` is of the table above or made by a connector (`http_422`) or an author (`fail`). */
export class TramaError extends Error {
  override readonly name = 'TramaError';
  readonly code: string;
  readonly retry: RetryClass;
  readonly details: Json;
  readonly waitUntil: number | undefined;
  readonly errors: TramaErrorOptions['errors'];
  readonly text: Text | undefined;

  constructor(code: ErrorCode | (string & {}), message: string, options: TramaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry ?? policyOf(code)?.retry ?? 'never';
    this.details = options.details ?? null;
    this.waitUntil = options.waitUntil;
    this.errors = options.errors;
    this.text = options.text;
  }
}

export const policyOf = (code: string): ErrorPolicy | undefined =>
  Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode] : undefined;

/** An error whose message people read: in Portuguese and in English. */
export const failure = (
  code: ErrorCode | (string & {}),
  pt: string,
  en: string,
  options: Omit<TramaErrorOptions, 'text'> = {},
): TramaError => new TramaError(code, en, { ...options, text: { pt, en } });

/** What was asked of is away; the same may be asked again. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof TramaError && error.code === ('unavailable' satisfies ErrorCode);
