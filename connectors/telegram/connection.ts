import { z } from 'zod';
import type { ActionContext } from '../action-context.ts';
import { connectionType } from '../connection.ts';
import { field } from '../form-field.ts';
import { botOf, callBot } from './bot.ts';

export const TELEGRAM_HOST = 'api.telegram.org';

/** How messages come in. `off`: the bot only sends, and something else may receive for it. */
export const RECEIVE = ['polling', 'webhook', 'off'] as const;

/** `getMe`: the token is good, and the server is there. */
const signIn = async (context: ActionContext): Promise<void> => {
  const { timeoutMs, signal } = context;
  await callBot(botOf(context.connection, context.services), 'getMe', {}, { timeoutMs, signal });
};

export const telegramConnection = connectionType({
  connector: 'telegram',
  title: { pt: 'Bot do Telegram', en: 'Telegram bot' },
  description: {
    pt: 'Um bot criado com o @BotFather, que manda e recebe mensagens.',
    en: 'A bot made with @BotFather, which sends and receives messages.',
  },
  icon: 'brand-telegram',
  fields: z.strictObject({
    token: field(
      z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9_:-]{1,256}$/),
      {
        title: { pt: 'Token', en: 'Token' },
        help: { pt: 'O que o @BotFather deu ao criar o bot.', en: 'What @BotFather gave when the bot was made.' },
        widget: 'secret',
      },
    ),
    receive: field(z.enum(RECEIVE).default('polling'), {
      title: { pt: 'Receber mensagens', en: 'Receive messages' },
      help: {
        pt: 'polling: nós perguntamos ao Telegram, funciona em qualquer rede. webhook: o Telegram chama o endereço público. off: só enviar.',
        en: 'polling: we ask Telegram, works in any network. webhook: Telegram calls the public address. off: send only.',
      },
      widget: 'select',
    }),
    apiRoot: field(
      z
        .url({ protocol: /^https?$/ })
        .refine((text) => /^https?:\/\/[^/?#@]+\/?$/.test(text), 'must be an address without a path')
        .optional(),
      {
        title: { pt: 'Servidor', en: 'Server' },
        help: {
          pt: 'Só para um servidor Bot API próprio. Mudar pede o token de novo.',
          en: 'Only for a Bot API server of your own. Changing it asks for the token again.',
        },
        widget: 'url',
        examples: [`https://${TELEGRAM_HOST}`],
      },
    ),
  }),
  secret: ['token'],
  hosts: null,
  hostsFrom: ({ apiRoot }) => [typeof apiRoot === 'string' ? new URL(apiRoot).host : TELEGRAM_HOST],
  test: signIn,
});
