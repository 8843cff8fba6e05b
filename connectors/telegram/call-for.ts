import { TramaError } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { ActionContext } from '../action-context.ts';
import { type Bot, callBot } from './bot.ts';

const DOWN = /^(timeout|connection_failed|telegram_5\d\d)$/;

/** A call on behalf of an action, through the connection's breaker: a server that is down is left alone for a while. */
export const callFor = async (
  { services: { breakers }, tenant, timeoutMs, signal }: ActionContext,
  bot: Bot,
  method: string,
  params: JsonObject | FormData,
): Promise<Json> => {
  const key = `${tenant.id}/connection/${bot.connection}`;
  breakers.enter(key);
  try {
    const result = await callBot(bot, method, params, { timeoutMs, signal });
    breakers.succeeded(key);
    return result;
  } catch (error) {
    const code = error instanceof TramaError ? error.code : '';
    if (DOWN.test(code)) breakers.failed(key);
    else if (code.startsWith('telegram_')) breakers.succeeded(key);
    else breakers.abandoned(key);
    throw error;
  }
};
