import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { addressOf } from './address-of.ts';
import { channel, contact, ledgerOf, purposeOf } from './fields.ts';

export const privacyRecord = action({
  id: 'privacy.record',
  version: 1,
  title: { pt: 'Registrar consentimento', en: 'Record a consent' },
  description: {
    pt: 'Anota que um contato aceitou ou recusou, com a prova. Nada do que foi anotado antes muda.',
    en: 'Notes that a contact agreed or refused, with the proof. What was noted before is not changed.',
  },
  group: 'message',
  icon: 'shield-check',
  config: z.strictObject({
    channel: channel(),
    contact: contact(),
    purpose: purposeOf(),
    given: field(z.boolean(), { title: { pt: 'Aceitou', en: 'Agreed' } }),
    source: field(z.string().trim().min(1).max(200), {
      title: { pt: 'Onde', en: 'Where' },
      help: { pt: 'A página, a conversa, o papel.', en: 'The page, the conversation, the paper.' },
      examples: ['formulário do site'],
    }),
    evidence: field(z.string().max(2_000).optional(), {
      title: { pt: 'Prova', en: 'Proof' },
      help: {
        pt: 'As palavras da pessoa, ou o texto que ela aceitou.',
        en: 'Their words, or the text that they agreed to.',
      },
      lines: 'many',
      widget: 'text',
      examples: ['{{ trigger.data.text }}'],
    }),
  }),
  output: z.object({ given: z.boolean() }),
  effect: 'keyed',
  timeout: 'PT10S',
  example: { given: true },
  run: async ({ contact: given, ...config }, context) => {
    const { tenant, run, idempotencyKey, services } = context;
    const entry = {
      ...config,
      ...(await addressOf(context, config.channel, given)),
      runId: run.id,
      effectKey: idempotencyKey,
    };
    await ledgerOf(services).record(tenant.id, entry);
    return { given: config.given };
  },
});
