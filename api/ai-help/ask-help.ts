import { contextOf } from '#api/connections/try-action.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import { askObject } from '#connectors/ai/ask-model.ts';
import type { AskModel } from '#domain/ai-help/repair.ts';
import { newId } from '#domain/ids.ts';
import { failure, policyOf, TramaError } from '#flow/errors.ts';
import type { Asked } from './who-is-asked.ts';

/** Of one answer; a whole flow takes a model a while. */
const ANSWER_MS = 120_000;
/** Of all answers to one question: nobody looks at a wheel for longer. */
const WHOLE_MS = 240_000;
const MOST_TOKENS = 12_000;

/** What the answers to one question took. */
export interface HelpUsage {
  /** Which model answered. */
  model: string | null;
  inputTokens: number;
  outputTokens: number;
  /** US dollars; null where the model has no known price. */
  costUsd: number | null;
}

export interface Asking {
  ask: AskModel;
  /** What was taken so far. */
  usage(): HelpUsage;
}

const late = (): TramaError =>
  failure(
    'timeout',
    'O modelo não respondeu a tempo. Tente de novo, peça menos de uma vez, ou escolha um modelo mais rápido em Ajustes › Ajuda da IA.',
    'The model did not answer in time. Try again, ask for less at once, or choose a faster model in Settings › AI help.',
  );

/** Why there was no answer, for who asked for help: the words of actions speak of steps and runs. */
export const helpFailure = (error: unknown): unknown => {
  if (!(error instanceof TramaError)) return error;
  const { code, details, text } = error;
  if (code === 'timeout') return late();
  if (code === 'bad_output' && isCut(details))
    return failure(
      'bad_output',
      'A resposta do modelo ficou longa demais e foi cortada. Peça menos de uma vez.',
      'The model’s answer grew too long and was cut. Ask for less at once.',
    );
  // What the API's callers know stays as it is.
  if (!code.startsWith('http_') && policyOf(code)) return error;
  const said = text ?? { pt: error.message, en: error.message };
  const [pt, en] = remedyOf(code);
  return failure('model_failed', `${sentence(said.pt)} ${pt}`, `${sentence(said.en)} ${en}`, {
    details: { code },
    cause: error,
  });
};

/** What a provider says ends as it likes. */
const sentence = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

const isCut = (details: unknown): boolean =>
  typeof details === 'object' && details !== null && 'finishReason' in details && details.finishReason === 'length';

const remedyOf = (code: string): [pt: string, en: string] => {
  if (code === 'http_401' || code === 'http_403')
    return ['Confira a chave da conexão em Conexões.', 'Check the connection’s key in Connections.'];
  if (code === 'http_404')
    return ['Confira o nome do modelo em Ajustes › Ajuda da IA.', 'Check the model’s name in Settings › AI help.'];
  if (code === 'http_429')
    return [
      'O provedor pede para esperar, ou a cota acabou. Tente de novo em um minuto.',
      'The provider asks to wait, or the quota is used up. Try again in a minute.',
    ];
  return ['Tente de novo em um minuto.', 'Try again in a minute.'];
};

/** A model ready to be asked within a time: each answer is reserved and booked like one of an action. */
export const askHelp = (
  deps: ApiDeps,
  caller: Caller,
  asked: Asked,
  { request, flowId, wholeMs = WHOLE_MS }: { request: RequestFacts; flowId: string | null; wholeMs?: number },
): Asking => {
  const help = newId('run');
  const until = deps.now() + wholeMs;
  const usage: HelpUsage = { model: null, inputTokens: 0, outputTokens: 0, costUsd: 0 };
  let answers = 0;
  const ask: AskModel = async ({ system, messages, schema }) => {
    const timeoutMs = Math.min(ANSWER_MS, until - deps.now());
    if (timeoutMs <= 0) throw late();
    const own = 'own' in asked ? asked.own : null;
    const context = await contextOf(deps, caller, own, { timeoutMs, signal: request.signal });
    answers += 1;
    try {
      const answer = await askObject(
        {
          ...{ action: 'ai.help', model: asked.model ?? undefined, attachments: [], temperature: undefined },
          ...{ system, messages, maxTokens: MOST_TOKENS },
        },
        schema,
        {
          ...context,
          connection: context.connection ?? ('operators' in asked ? asked.operators : null),
          idempotencyKey: `help/${help}/${answers}`,
          flowId: flowId ?? 'help',
        },
      );
      usage.model = answer.model;
      usage.inputTokens += answer.usage.inputTokens;
      usage.outputTokens += answer.usage.outputTokens;
      const cost = answer.usage.costUsd;
      usage.costUsd = usage.costUsd === null || cost === null ? null : usage.costUsd + cost;
      return answer.object;
    } catch (error) {
      throw helpFailure(error);
    }
  };
  return { ask, usage: () => ({ ...usage }) };
};
