import { z } from 'zod';
import { action } from '../action.ts';
import { botOf, refusedWith } from './bot.ts';
import { callFor } from './call-for.ts';
import { chatOf } from './chat-of.ts';
import { chat, messageId } from './fields.ts';

export const telegramDeleteMessage = action({
  id: 'telegram.deleteMessage',
  version: 1,
  title: { pt: 'Telegram: apagar mensagem', en: 'Telegram: delete a message' },
  description: { pt: 'Apaga uma mensagem da conversa.', en: 'Deletes a message of the chat.' },
  group: 'message',
  icon: 'trash',
  config: z.strictObject({ chat: chat(), messageId: messageId() }),
  output: z.object({ deleted: z.boolean() }),
  effect: 'keyed',
  connection: { connectors: ['telegram'], required: true },
  example: { deleted: true },
  run: async (config, context) => {
    const params = { chat_id: await chatOf(config.chat, context), message_id: config.messageId };
    try {
      await callFor(context, botOf(context.connection, context.services), 'deleteMessage', params);
      return { deleted: true };
    } catch (error) {
      // A repeat finds it gone.
      if (refusedWith(error, /message to delete not found/i)) return { deleted: false };
      throw error;
    }
  },
});
