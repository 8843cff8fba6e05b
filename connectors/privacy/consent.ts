import { z } from 'zod';
import { action } from '../action.ts';
import { addressOf } from './address-of.ts';
import { channel, contact, ledgerOf, purposeOf } from './fields.ts';

export const privacyConsent = action({
  id: 'privacy.consent',
  version: 1,
  title: { pt: 'Consultar consentimento', en: 'Look up a consent' },
  description: {
    pt: 'Diz se um contato aceitou ou recusou receber algo.',
    en: 'Says whether a contact agreed to get something, or refused.',
  },
  group: 'message',
  icon: 'shield-check',
  config: z.strictObject({ channel: channel(), contact: contact(), purpose: purposeOf() }),
  output: z.object({
    status: z.enum(['given', 'withdrawn', 'unknown']),
    given: z.boolean(),
    since: z.string().nullable(),
  }),
  effect: 'none',
  timeout: 'PT10S',
  example: { status: 'given', given: true, since: '2026-01-05T12:00:00.000Z' },
  run: async (config, context) => {
    const address = await addressOf(context, config.channel, config.contact);
    const found = await ledgerOf(context.services).check(context.tenant.id, address, config.purpose);
    return { ...found, given: found.status === 'given' };
  },
});
