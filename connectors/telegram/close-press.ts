import { inLocale, type Locale, type Text } from '#flow/json.ts';
import { type Bot, callBot } from './bot.ts';

const STALE: Text = { pt: 'Esta pergunta já foi respondida.', en: 'This question was answered already.' };

/** Stops the button of an `ask` from spinning. Best effort: Telegram lets it go by itself after a while. */
export const closePress = async (bot: Bot, callback: string, { stale, locale }: { stale: boolean; locale: Locale }) => {
  const params = { callback_query_id: callback, ...(stale && { text: inLocale(STALE, locale) }) };
  await callBot(bot, 'answerCallbackQuery', params, { timeoutMs: 5_000 }).catch(() => undefined);
};
