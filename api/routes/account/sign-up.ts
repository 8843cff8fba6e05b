import { z } from 'zod';
import { sessionCookie, signUpCookie, signUpToken } from '#api/auth/session-cookie.ts';
import type { ApiDeps } from '#api/deps.ts';
import { accepted, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { type RequestFacts, route } from '#api/frame/route.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { id } from '#api/schemas/common.ts';
import { placeOf } from '#domain/identity/ip-ranges.ts';
import { hashPassword } from '#domain/identity/password.ts';
import { checkNewPassword } from '#domain/identity/password-rules.ts';
import { createSession, SESSION_DAYS } from '#domain/identity/sessions.ts';
import { askSignUp as ask, newSecret } from '#domain/identity/sign-up/ask-sign-up.ts';
import { SIGN_UP_HOURS } from '#domain/identity/sign-up/sign-up-letters.ts';
import { lookAtSignUp as look, takeSignUp } from '#domain/identity/sign-up/take-sign-up.ts';
import { emailAddress } from '#domain/mail/email-address.ts';

const token = z.string().min(20).max(100);
const password = z.string().min(1).max(1_000);
const wanted = {
  plan: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,39}$/)
    .nullable()
    .describe('The plan that they came for, as `BUSINESS`'),
  interval: z.enum(['month', 'year']).nullable(),
};

const refuseClosed = ({ settings }: ApiDeps): void => {
  if (settings.signUp) return;
  throw fail(
    'forbidden',
    'Aqui só se entra por convite. Peça um a quem administra a conta.',
    'People come in by invite here. Ask whoever administers the account for one.',
  );
};

const MANY: [string, string] = [
  'Pedidos demais em pouco tempo. Espere um pouco e tente de novo.',
  'Too many requests in a short time. Wait a little and try again.',
];

/** Each costs a slow hash, as taking up an invite does. */
function refuseFlood({ inviteTries, now }: ApiDeps, ip: string): void {
  const allowance = inviteTries.take(`sign-up ${placeOf(ip)}`, now());
  if (!allowance.allowed) throw tooMany(inviteTries.rule, allowance, now(), MANY);
}

const overTls = ({ settings }: ApiDeps, { origin }: RequestFacts): boolean =>
  settings.production || origin.startsWith('https:');

export const askSignUp = route({
  method: 'post',
  path: '/sign-up',
  tag: 'Account',
  summary: 'Ask for an account of one’s own',
  description:
    'Always 202 with the same answer: a letter goes to the address, and says whether there is an account already. Nothing is made before its link is followed. 403 where `TRAMA_SIGN_UP` is closed.',
  timeoutMs: 60_000,
  body: z.strictObject({
    email: emailAddress,
    name: z.string().trim().min(1).max(100),
    company: z.string().trim().min(1).max(100),
    password,
    plan: wanted.plan.optional(),
    interval: wanted.interval.optional(),
  }),
  output: { 202: z.object({ hours: z.int().describe('How long the link is good for') }) },
  errors: ['forbidden', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    refuseClosed(deps);
    refuseFlood(deps, request.ip);
    const { email, name, company } = body;
    await checkNewPassword(body.password, { email, name, tenants: [company] }, deps.identity.askRange);
    const passwordHash = await hashPassword(body.password);
    const browser = signUpToken(request.header('cookie')) ?? newSecret();
    const { plan = null, interval = null } = body;
    const { mail, pagesUrl } = deps.identity;
    const asked = await ask(
      { admin: deps.database.admin, mail, pagesUrl },
      { email, name, company, passwordHash, plan, interval, browser, ip: request.ip, locale: request.locale },
    );
    if (asked === 'full') throw fail('rate_limited', ...MANY, { waitUntil: deps.now() + 3_600_000 });
    const cookie = signUpCookie(browser, { secure: overTls(deps, request), hours: SIGN_UP_HOURS });
    return accepted({ hours: SIGN_UP_HOURS }, { 'Set-Cookie': cookie });
  },
});

export const lookAtSignUp = route({
  method: 'post',
  path: '/sign-up/look',
  tag: 'Account',
  summary: 'What the link of a letter for a new account leads to',
  body: z.strictObject({ token }),
  output: {
    200: z.object({
      email: z.string(),
      name: z.string(),
      company: z.string(),
      ...wanted,
      passwordKept: z.boolean().describe('This browser asked; any other one gives a password with the confirmation'),
      used: z.boolean(),
      known: z.boolean().describe('There is an account at this address by now'),
    }),
  },
  errors: ['not_found', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    refuseFlood(deps, request.ip);
    return ok({ ...(await look(deps.database.admin, body.token, signUpToken(request.header('cookie')))) });
  },
});

export const confirmSignUp = route({
  method: 'post',
  path: '/sign-up/confirm',
  timeoutMs: 60_000,
  tag: 'Account',
  summary: 'Make the account that the link of a letter proves',
  description:
    'Makes the person and their tenant, once, and signs them in. The browser that asked may ask again for ten minutes, where the answer was lost. `password`: needed from any other browser, and taken in place of the one that was typed.',
  body: z.strictObject({ token, password: password.optional() }),
  output: { 200: z.object({ tenantId: id('ten'), ...wanted }) },
  errors: ['not_found', 'conflict', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    refuseFlood(deps, request.ip);
    const { admin } = deps.database;
    const browser = signUpToken(request.header('cookie'));
    let hash: string | null = null;
    if (body.password !== undefined) {
      const { email, name, company } = await look(admin, body.token, browser);
      await checkNewPassword(body.password, { email, name, tenants: [company] }, deps.identity.askRange);
      hash = await hashPassword(body.password);
    }
    const taken = await takeSignUp(deps.database, {
      token: body.token,
      browser,
      password: hash,
      locale: request.locale,
    });
    const { userId, tenantId, plan, interval } = taken;
    if (taken.mustSignIn) return ok({ tenantId, plan, interval });
    const userAgent = request.header('user-agent') ?? null;
    const session = await createSession(admin.sql, { userId, tenantId, ip: request.ip, userAgent, method: 'sign-up' });
    const cookie = sessionCookie(session.token, { secure: overTls(deps, request), days: SESSION_DAYS });
    return ok({ tenantId, plan, interval }, { 'Set-Cookie': cookie });
  },
});
