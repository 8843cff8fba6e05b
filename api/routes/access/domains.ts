import { resolveTxt } from 'node:dns/promises';
import { z } from 'zod';
import { ROLE_SCOPES } from '#api/auth/role-scopes.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { instant } from '#api/schemas/common.ts';
import {
  type AskTxt,
  addDomain as add,
  JOIN_ROLES,
  listDomains as list,
  removeDomain as remove,
  setJoinRole,
  verifyDomain as verify,
} from '#domain/access/domains.ts';
import { faultWords } from '#flow/fault-words.ts';

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const name = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .refine((text) => DOMAIN.test(text), faultWords('Um domínio: exemplo.com.br', 'A domain: example.com'))
  .meta({ pattern: DOMAIN.source });

const joinRole = z.enum(JOIN_ROLES);
const domain = z.object({
  domain: z.string(),
  record: z.object({ name: z.string(), value: z.string() }).describe('The TXT record that proves it'),
  verifiedAt: instant.nullable(),
  checkedAt: instant.nullable(),
  joinRole: joinRole
    .nullable()
    .describe('What whoever comes by single sign-on for the first time joins as; null: by invite alone'),
});

const params = z.object({ domain: name });

/** A name without records, or that nobody has, proves nothing; it is no failure of ours. */
const systemTxt: AskTxt = async (asked) => {
  try {
    return (await resolveTxt(asked)).map((pieces) => pieces.join(''));
  } catch {
    return [];
  }
};

export const listDomains = route({
  method: 'get',
  path: '/domains',
  tag: 'People',
  summary: 'Domains of the tenant, proved or not',
  output: { 200: z.object({ data: z.array(domain) }) },
  scopes: ['security:read'],
  handle: async ({ caller }, deps) => ok({ data: await deps.database.withTenant(caller.tenant.id, list) }),
});

export const addDomain = route({
  method: 'post',
  path: '/domains',
  tag: 'People',
  summary: 'Name a domain, and get the record that proves it',
  body: z.strictObject({ domain: name }),
  output: { 201: domain },
  errors: ['conflict'],
  idempotent: true,
  scopes: ['security:write'],
  handle: async ({ caller, body }, deps) => {
    const made = await deps.database.withTenant(caller.tenant.id, (db) => add(db, body.domain, caller.principal));
    return created(`/v1/domains/${made.domain}`, made);
  },
});

export const verifyDomain = route({
  method: 'post',
  path: '/domains/{domain}/verify',
  tag: 'People',
  summary: 'Look for the record of a domain',
  params,
  output: { 200: domain },
  errors: ['conflict'],
  scopes: ['security:write'],
  handle: async ({ caller, params: { domain: asked } }, deps) => {
    const how = { domain: asked, by: caller.principal, askTxt: deps.askTxt ?? systemTxt };
    return ok(await verify((work) => deps.database.withTenant(caller.tenant.id, work), how));
  },
});

export const changeDomain = route({
  method: 'patch',
  path: '/domains/{domain}',
  tag: 'People',
  summary: 'Say what people of a domain join as, who come by single sign-on',
  params,
  body: z.strictObject({ joinRole: joinRole.nullable() }),
  output: { 200: domain },
  scopes: ['security:write'],
  handle: async ({ caller, params: { domain: asked }, body }, deps) => {
    // Nobody gives a right that they lack.
    const given = body.joinRole === null ? [] : ROLE_SCOPES[body.joinRole];
    if (!caller.scopes.has('*') && !given.every((scope) => caller.scopes.has(scope)))
      throw fail('forbidden', 'Este papel pode mais do que você.', 'This role may do more than you.');
    const how = { domain: asked, joinRole: body.joinRole, by: caller.principal };
    return ok(await deps.database.withTenant(caller.tenant.id, (db) => setJoinRole(db, how)));
  },
});

export const removeDomain = route({
  method: 'delete',
  path: '/domains/{domain}',
  tag: 'People',
  summary: 'Take a domain off the list',
  params,
  output: { 204: z.null() },
  scopes: ['security:write'],
  handle: async ({ caller, params: { domain: asked } }, deps) => {
    await deps.database.withTenant(caller.tenant.id, (db) => remove(db, asked, caller.principal));
    return noContent();
  },
});
