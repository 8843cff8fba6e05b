import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action-context.ts';

/** The chat that a config names: a conversation's, or as it stands there. Fails with `no_conversation`. */
export const chatOf = async (chat: string, { services, tenant, connection }: ActionContext): Promise<string> => {
  if (!chat.startsWith('cnv_')) return chat;
  const found = await services.chats.chatOf(tenant.id, chat);
  if (found.connection === connection?.id) return found.chat;
  throw failure('no_conversation', 'A conversa é de outro bot.', 'The conversation is of another bot.');
};
