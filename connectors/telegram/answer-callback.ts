import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { botOf, refusedWith } from './bot.ts';
import { callFor } from './call-for.ts';

export const telegramAnswerCallback = action({
  id: 'telegram.answerCallback',
  version: 1,
  title: { pt: 'Telegram: responder ao botão', en: 'Telegram: answer a press' },
  description: {
    pt: 'Diz ao Telegram que o toque num botão foi recebido; até lá o botão fica girando.',
    en: 'Tells Telegram that the press of a button was heard; until then the button spins.',
  },
  group: 'message',
  icon: 'hand-click',
  config: z.strictObject({
    callback: field(z.string().min(1).max(256), {
      title: { pt: 'Toque', en: 'Press' },
      help: { pt: 'O que a mensagem do toque traz.', en: 'What the message of the press brings.' },
      examples: ['{{ trigger.data.button.callback }}'],
    }),
    text: field(z.string().max(200).optional(), {
      title: { pt: 'Texto', en: 'Text' },
      help: { pt: 'Aparece por um instante na tela.', en: 'Shown for a moment.' },
      widget: 'text',
    }),
    alert: field(z.boolean().optional(), {
      title: { pt: 'Como aviso', en: 'As an alert' },
      help: { pt: 'O texto espera até ser fechado.', en: 'The text stays until it is closed.' },
    }),
  }),
  output: z.object({ answered: z.boolean() }),
  effect: 'keyed',
  connection: { connectors: ['telegram'], required: true },
  example: { answered: true },
  run: async ({ callback, text, alert }, context) => {
    const params = {
      callback_query_id: callback,
      ...(text !== undefined && { text }),
      ...(alert !== undefined && { show_alert: alert }),
    };
    try {
      await callFor(context, botOf(context.connection, context.services), 'answerCallbackQuery', params);
      return { answered: true };
    } catch (error) {
      // Telegram waits for a minute or so; then nobody looks at the button any more.
      if (refusedWith(error, /query is too old|query ID is invalid/i)) return { answered: false };
      throw error;
    }
  },
});
