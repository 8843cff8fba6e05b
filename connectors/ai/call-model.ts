import type { AiCall, AiSpent, TokenCount } from '#flow/contracts/ai-ledger.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import { fallbackOf, type OpenModel, openModel, type Purpose } from './open-model.ts';
import { costOf, priceOf } from './prices.ts';
import { isDown, providerFailure } from './provider-failure.ts';

/** One call, made ready: how it is made, and what it may take at most. */
export interface Ask<T> {
  /** `ai.generate`. */
  action: string;
  purpose: Purpose;
  /** As the step names it; none: the connection's own. */
  model: string | undefined;
  atMost: TokenCount;
  send: (open: OpenModel) => Promise<T>;
}

/** An answer with what it took; null: the server does not count, so it is booked at what was reserved. */
interface Counted {
  tokens: TokenCount | null;
}

export interface Answered<T> {
  answer: T;
  spent: AiSpent;
  /** Who answered: the connection's model, or what stands in for it. */
  open: OpenModel;
}

/** Calls a model, or its fallback while the provider is down; each call within the budget, and accounted for. */
export const callModel = async <T extends Counted>(ask: Ask<T>, context: ActionContext): Promise<Answered<T>> => {
  const { connection } = context;
  if (!connection)
    throw failure('missing_connection', `${ask.action} precisa de uma conexão.`, `${ask.action} needs a connection.`);
  const first = await openModel(connection, ask.model, ask.purpose, context);
  try {
    return await metered(first, ask, context);
  } catch (error) {
    // After a timeout there is no time for another; if it goes on, the breaker opens.
    const late = error instanceof TramaError && error.code === 'timeout';
    if (!isDown(error) || late || context.signal.aborted) throw error;
    const other = await fallbackOf(first, ask.purpose, context);
    if (!other) throw error;
    return await instead(other, ask, context, error);
  }
};

/** Where the fallback fails, too, the first failure is the node's: it says when to try again. */
const instead = async <T extends Counted>(
  other: OpenModel,
  ask: Ask<T>,
  context: ActionContext,
  first: unknown,
): Promise<Answered<T>> => {
  try {
    return await metered(other, ask, context);
  } catch (error) {
    if (error instanceof TramaError && error.code === 'budget_exceeded') throw error;
    throw first;
  }
};

const metered = async <T extends Counted>(
  open: OpenModel,
  ask: Ask<T>,
  context: ActionContext,
): Promise<Answered<T>> => {
  const { breakers, ai } = context.services;
  const breaker = `${context.tenant.id}/ai/${open.connection.id}/${open.model}`;
  const call = callOf(open, ask.action, context);
  breakers.enter(breaker);
  try {
    await ai.reserve(call, spentOf(open, ask.atMost));
  } catch (error) {
    breakers.abandoned(breaker);
    throw error;
  }
  const answer = await sending(open, ask, context, breaker, call);
  const spent = spentOf(open, answer.tokens ?? ask.atMost);
  await ai.commit(call, spent);
  return { answer, spent, open };
};

const sending = async <T>(
  open: OpenModel,
  ask: Ask<T>,
  { services: { breakers, ai } }: ActionContext,
  breaker: string,
  call: AiCall,
): Promise<T> => {
  try {
    const answer = await ask.send(open);
    breakers.succeeded(breaker);
    return answer;
  } catch (thrown) {
    const error = providerFailure(thrown, open.connection.name, () => breakers.throttled(breaker));
    const code = error instanceof TramaError ? error.code : '';
    const answered = code.startsWith('http_');
    if (code === 'http_529') breakers.abandoned(breaker);
    else if (isDown(error)) breakers.failed(breaker);
    else if (answered && code !== 'http_429') breakers.succeeded(breaker);
    else breakers.abandoned(breaker);
    // What a dead database keeps us from giving back, the ledger gives back by itself after a while.
    await ai.release(call, { lost: !answered && code !== 'address_refused' }).catch(() => {});
    throw error;
  }
};

const callOf = ({ connection, model, stored }: OpenModel, action: string, context: ActionContext): AiCall => ({
  tenantId: context.tenant.id,
  key: context.idempotencyKey,
  runId: context.run.id,
  flowId: context.flowId,
  action,
  connectionId: connection.id,
  provider: stored.provider,
  model,
});

const spentOf = ({ model, stored }: OpenModel, tokens: TokenCount): AiSpent => {
  const price = priceOf(model, stored.prices);
  return { ...tokens, costNanoUsd: price && costOf(price, tokens) };
};
