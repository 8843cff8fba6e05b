import { z } from 'zod';
import { CONTACT_CHANNELS } from '#flow/contracts/consents.ts';
import { failure } from '#flow/errors.ts';
import type { ActionServices } from '../action-context.ts';
import { field } from '../form-field.ts';

export const channel = () =>
  field(z.enum(CONTACT_CHANNELS), {
    title: { pt: 'Canal', en: 'Channel' },
    widget: 'select',
    labels: {
      email: { pt: 'E-mail', en: 'E-mail' },
      telegram: { pt: 'Telegram', en: 'Telegram' },
      whatsapp: { pt: 'WhatsApp', en: 'WhatsApp' },
      phone: { pt: 'Telefone', en: 'Phone' },
      sms: { pt: 'SMS', en: 'SMS' },
    },
  });

export const contact = () =>
  field(z.union([z.int(), z.string().trim().min(1).max(320)]).transform(String), {
    title: { pt: 'Contato', en: 'Contact' },
    help: { pt: 'E-mail, número, ou a conversa do Telegram.', en: 'E-mail, number, or the chat on Telegram.' },
    examples: ['{{ trigger.data.email }}'],
  });

export const purposeOf = () =>
  field(
    z
      .string()
      .trim()
      .regex(/^(\*|[\p{L}\p{N}_.-]{1,60})$/u, 'must be one word, or *'),
    {
      title: { pt: 'Finalidade', en: 'Purpose' },
      help: { pt: 'Uma palavra; * é tudo.', en: 'One word; * is everything.' },
      examples: ['marketing'],
    },
  );

export const ledgerOf = ({ consents }: ActionServices) => {
  if (consents) return consents;
  throw failure('unavailable', 'Os consentimentos não são guardados aqui.', 'Consents are not kept here.');
};
