import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import {
  type BillingProfile,
  findBillingProfile,
  saveBillingProfile,
} from '#domain/billing/profile/billing-profile.ts';
import { emailAddress } from '#domain/mail/email-address.ts';

const STATES = 'AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO'.split(' ');

const words = (most: number) => z.string().trim().min(1).max(most);

const address = z.strictObject({
  zip: z
    .string()
    .regex(/^\d{5}-?\d{3}$/)
    .transform((text) => text.replace('-', ''))
    .describe('CEP'),
  street: words(150),
  number: words(20).describe('`s/n` where there is none'),
  complement: words(80).nullable().default(null),
  district: words(80),
  city: words(80),
  state: z.enum(STATES),
});

const view = z.object({
  legalName: z.string(),
  taxId: z.string().nullable().describe('CPF or CNPJ, without punctuation'),
  email: z.string().nullable().describe('Where invoices go beside the owners'),
  address: z
    .object({
      zip: z.string(),
      street: z.string(),
      number: z.string(),
      complement: z.string().nullable(),
      district: z.string(),
      city: z.string(),
      state: z.string(),
    })
    .nullable(),
});

const shown = ({ revision: _revision, ...profile }: BillingProfile) => profile;

export const getBillingProfile = route({
  method: 'get',
  path: '/subscription/profile',
  tag: 'Subscription',
  summary: 'Whom invoices are made out to',
  output: { 200: view },
  scopes: ['billing:read'],
  handle: async ({ caller }, deps) => {
    const profile = await deps.database.withTenant(caller.tenant.id, findBillingProfile);
    return ok(shown(profile), { ETag: etagOf(profile.revision) });
  },
});

export const setBillingProfile = route({
  method: 'put',
  path: '/subscription/profile',
  tag: 'Subscription',
  summary: 'Say whom invoices are made out to',
  description:
    'For invoices that are issued from now on. The check digits of CPF and CNPJ are checked; a CNPJ may hold letters. With `If-Match` it is 412 where somebody changed it before.',
  body: z.strictObject({
    legalName: words(150),
    taxId: z.string().trim().min(11).max(20).nullable().default(null),
    email: emailAddress.nullable().default(null),
    address: address.nullable().default(null),
  }),
  example: {
    legalName: 'Oficina do Zé ME',
    taxId: '11.222.333/0001-81',
    email: 'contas@oficina.example',
    address: {
      zip: '30130-010',
      street: 'Avenida Afonso Pena',
      number: '1500',
      complement: null,
      district: 'Centro',
      city: 'Belo Horizonte',
      state: 'MG',
    },
  },
  output: { 200: view },
  errors: ['stale'],
  scopes: ['billing:write'],
  handle: async ({ caller, body, request }, deps) => {
    const how = { revision: revisionIn(request.header('if-match')), by: caller.principal };
    const profile = await deps.database.withTenant(caller.tenant.id, (db) => saveBillingProfile(db, body, how));
    return ok(shown(profile), { ETag: etagOf(profile.revision) });
  },
});
