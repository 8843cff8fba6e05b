import { z } from 'zod';
import { created, ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, page, pageQuery } from '#api/schemas/common.ts';
import { consentOf, listConsents as list, recordConsent as record } from '#domain/privacy/consents.ts';
import { CONTACT_CHANNELS } from '#flow/contracts/consents.ts';
import { faultWords } from '#flow/fault-words.ts';

const channel = z.enum(CONTACT_CHANNELS);
const contact = z.string().trim().min(1).max(320);
const PURPOSE = /^(\*|[\p{L}\p{N}_.-]{1,60})$/u;
const purpose = z
  .string()
  .trim()
  .refine((text) => PURPOSE.test(text), faultWords('Uma palavra, ou * para tudo', 'One word, or * for everything'))
  .meta({ pattern: PURPOSE.source });

const entry = z.object({
  id: id('cns'),
  channel: z.string(),
  contact: z.string().nullable().describe('null: the person was erased'),
  purpose: z.string(),
  given: z.boolean(),
  source: z.string(),
  evidence: z.string().nullable(),
  by: z.string().describe('`flow`: by privacy.record'),
  at: instant,
});

export const listConsents = route({
  method: 'get',
  path: '/consents',
  tag: 'Privacy',
  summary: 'Who agreed to get what, or refused, newest first',
  description:
    'Entries are never changed: of a contact and purpose the newest holds. Name channel and contact together.',
  query: pageQuery.extend({ channel: channel.optional(), contact: contact.optional(), purpose: purpose.optional() }),
  output: { 200: page(entry) },
  scopes: ['data:read'],
  handle: async ({ caller, query: { channel: on, contact: address, purpose: only, ...rest } }, deps) => {
    const of = on && address ? { channel: on, address } : undefined;
    const filters = { contact: of, purpose: only };
    return ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, filters, rest)));
  },
});

export const checkConsent = route({
  method: 'get',
  path: '/consents/check',
  tag: 'Privacy',
  summary: 'What holds of a contact for a purpose',
  query: z.object({ channel, contact, purpose }),
  output: {
    200: z.object({ status: z.enum(['given', 'withdrawn', 'unknown']), since: instant.nullable() }),
  },
  scopes: ['data:read'],
  handle: async ({ caller, query }, deps) => {
    const address = { channel: query.channel, address: query.contact };
    return ok(await deps.database.withTenant(caller.tenant.id, (db) => consentOf(db, address, query.purpose)));
  },
});

export const recordConsent = route({
  method: 'post',
  path: '/consents',
  tag: 'Privacy',
  summary: 'Write down that a contact agreed, or refused',
  body: z.strictObject({
    channel,
    contact,
    purpose,
    given: z.boolean(),
    source: z.string().trim().min(1).max(200).describe('The page, the conversation, the paper'),
    evidence: z.string().max(2_000).optional().describe('Their words, or the text that they agreed to'),
  }),
  output: { 201: entry },
  errors: ['bad_value'],
  scopes: ['data:write'],
  idempotent: true,
  handle: async ({ caller, body: { contact: address, ...body }, resourceId }, deps) => {
    const given = { ...body, address, ...(resourceId !== undefined && { effectKey: `api:${resourceId}` }) };
    const made = await deps.database.withTenant(caller.tenant.id, (db) => record(db, given, caller.principal));
    return created(`/v1/consents?channel=${made.channel}`, made);
  },
});
