import { z } from 'zod';
import { connectionType } from '../connection.ts';
import { field } from '../form-field.ts';

export const WEBHOOK_PRESETS = ['stripe', 'github', 'meta', 'mercadopago', 'standard'] as const;
export type WebhookPreset = (typeof WEBHOOK_PRESETS)[number];

/** What checks incoming calls (`flow-language.md` §7, §10). Its secret is never sent anywhere: it has no hosts. */
export const webhookConnection = connectionType({
  connector: 'webhook',
  title: { pt: 'Segredo de webhook', en: 'Webhook secret' },
  description: {
    pt: 'Confere se uma chamada recebida é de quem diz ser; também assina textos.',
    en: 'Checks that an incoming call is from who it says; signs texts, too.',
  },
  icon: 'webhook',
  fields: z.strictObject({
    secret: field(z.string().min(1).max(4096), { title: { pt: 'Segredo', en: 'Secret' }, widget: 'secret' }),
    preset: field(z.enum(WEBHOOK_PRESETS).optional(), {
      title: { pt: 'Modelo', en: 'Preset' },
      help: { pt: 'De quem vêm as chamadas, para a assinatura (hmac).', en: 'Who calls, for the signature (hmac).' },
      widget: 'select',
    }),
    header: field(
      z
        .string()
        .regex(/^[\w!#$%&'*+\-.^`|~]+$/)
        .max(128)
        .optional(),
      {
        title: { pt: 'Cabeçalho', en: 'Header' },
        help: {
          pt: 'Onde vem o segredo (header) ou a assinatura (hmac sem modelo).',
          en: 'Where the secret comes (header), or the signature (hmac without a preset).',
        },
        examples: ['X-Webhook-Token'],
      },
    ),
    username: field(z.string().min(1).max(256).optional(), {
      title: { pt: 'Usuário', en: 'User' },
      help: {
        pt: 'De basic; o segredo é a senha. Vazio: qualquer um.',
        en: 'Of basic; the secret is the password. Empty: any.',
      },
    }),
    verifyToken: field(z.string().min(1).max(256).optional(), {
      title: { pt: 'Token de verificação', en: 'Verify token' },
      help: {
        pt: 'O que a Meta manda ao cadastrar o endereço.',
        en: 'What Meta sends when the address is registered.',
      },
      widget: 'secret',
    }),
  }),
  secret: ['secret', 'verifyToken'],
  hosts: [],
});
