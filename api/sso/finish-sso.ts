import type { ApiDeps } from '#api/deps.ts';
import { tellNewDevice } from '#domain/identity/auth/tell-new-device.ts';
import { createSession } from '#domain/identity/sessions.ts';
import { admitPerson, holdsDomain, type SsoPerson } from '#domain/sso/admit-person.ts';
import { getSsoProvider, noteSsoTest, openClientSecret, type SsoProvider } from '#domain/sso/sso-provider.ts';
import { claimAnswer, isState, keepAnswer, type TakenWay, takeWay } from '#domain/sso/sso-ways.ts';
import type { JsonObject, Locale } from '#flow/json.ts';
import { oidcPersonOf } from './oidc.ts';
import { decodeSaml, readSamlResponse, type SamlAsked } from './saml-response.ts';
import { ssoAddresses } from './sso-addresses.ts';
import { SsoRefused } from './sso-refusal.ts';

/** A request that comes back from a provider. */
export interface Back {
  tenantId: string;
  /** The address that it came to us by. */
  origin: string;
  /** Who began (`browserOf`); null: nobody here. */
  browser: string | null;
  ip: string;
  userAgent: string;
  locale: Locale;
}

/** How a way ended. `place`: a path of ours. */
export type SsoEnd = { kind: 'in'; token: string; place: string } | { kind: 'tried' };

const unknownWay = () => new SsoRefused('unknown_way', 'no such way, or not of this browser');

/** The provider as it is now, whether people may come in by it or it is tried out. @throws `SsoRefused` */
const providerOf = async (deps: ApiDeps, tenantId: string): Promise<SsoProvider> => {
  const provider = await deps.database.withTenant(tenantId, getSsoProvider);
  if (!provider) throw unknownWay();
  return provider;
};

const take = async (deps: ApiDeps, { tenantId, browser }: Back, state: string | null, revision: number) => {
  if (state === null || browser === null) throw unknownWay();
  const way = await deps.database.withTenant(tenantId, (db) => takeWay(db, { state, browser, revision }));
  if (!way) throw unknownWay();
  return way;
};

/** What an OpenID provider sent somebody back with. @throws `SsoRefused` */
export async function finishOidc(deps: ApiDeps, back: Back, query: URLSearchParams): Promise<SsoEnd> {
  const { config, revision, id } = await providerOf(deps, back.tenantId);
  if (config.kind !== 'oidc') throw unknownWay();
  const way = await take(deps, back, query.get('state'), revision);
  return ended(deps, back, way, async () => {
    const secret = await deps.database.withTenant(back.tenantId, openClientSecret);
    const redirectUri = ssoAddresses(deps, id, back.origin).callback;
    return oidcPersonOf(query, { dial: deps.actions.dial, config, secret: secret ?? '', redirectUri, way });
  });
}

/**
 * Keeps what a SAML provider's page posted for the browser that began: cookies do not come along with such a post.
 * What is wrong with it is told there, too. Nothing of it is read before a way is found that waits for it: reading costs.
 * `unasked`: it names no way. @throws `SsoRefused` where no way waits for it
 */
export async function holdSaml(
  deps: ApiDeps,
  { tenantId, origin }: Pick<Back, 'tenantId' | 'origin'>,
  { response, state }: { response: string; state: string },
): Promise<'good' | 'wrong' | 'unasked'> {
  const { config, revision, id, enabledAt } = await providerOf(deps, tenantId);
  if (config.kind !== 'saml') throw unknownWay();
  if (!isState(state)) {
    if (enabledAt === null) throw unknownWay();
    return 'unasked';
  }
  const us = ssoAddresses(deps, id, origin);
  const { withTenant } = deps.database;
  const way = await withTenant(tenantId, (db) => claimAnswer(db, state, revision));
  if (!way) throw unknownWay();
  const answer = answerIn(response, { config, us, requestId: way.requestId, nowMs: deps.now() });
  await withTenant(tenantId, (db) => keepAnswer(db, state, answer));
  return 'person' in answer ? 'good' : 'wrong';
}

function answerIn(response: string, asked: SamlAsked): JsonObject {
  try {
    return { person: { ...readSamlResponse(decodeSaml(response), asked) } };
  } catch (error) {
    if (!(error instanceof SsoRefused)) throw error;
    return { reason: error.reason, detail: error.message };
  }
}

/** The browser that began comes for what was posted. @throws `SsoRefused` */
export async function finishSaml(deps: ApiDeps, back: Back, state: string | null): Promise<SsoEnd> {
  const { revision } = await providerOf(deps, back.tenantId);
  const way = await take(deps, back, state, revision);
  return ended(deps, back, way, async () => personIn(way.answer));
}

const personIn = (answer: JsonObject | null): SsoPerson => {
  if (answer === null) throw unknownWay();
  if ('person' in answer) return answer.person as unknown as SsoPerson;
  throw new SsoRefused(answer.reason as SsoRefused['reason'], String(answer.detail));
};

/** Somebody is let in, or a try of the set-up is written down. */
async function ended(deps: ApiDeps, back: Back, way: TakenWay, find: () => Promise<SsoPerson>): Promise<SsoEnd> {
  if (way.sessionId !== null) return tried(deps, back, way.revision, find);
  const person = await find();
  const { database } = deps;
  const found = await admitPerson(database, back.tenantId, person);
  if ('refused' in found) throw new SsoRefused(found.refused, 'known to the provider, not let in');
  // Switched off, or another one, while they were away.
  const now = await providerOf(deps, back.tenantId);
  if (now.enabledAt === null || now.revision !== way.revision) throw unknownWay();
  const { id, token } = await createSession(database.admin.sql, {
    ...{ userId: found.userId, tenantId: back.tenantId, ssoTenantId: back.tenantId },
    ...{ ip: back.ip, userAgent: back.userAgent, method: 'sso' },
  });
  await told(
    deps,
    tellNewDevice(
      { admin: database.admin, mail: deps.identity.mail, pagesUrl: deps.settings.publicUrl ?? back.origin },
      { userId: found.userId, sessionId: id, email: found.email, userAgent: back.userAgent, ip: back.ip },
      back.locale,
    ),
  );
  return { kind: 'in', token, place: way.returnTo };
}

/** Whoever is in is in, whether the letter of it could be written or not. */
const told = (deps: ApiDeps, telling: Promise<void>): Promise<void> =>
  telling.catch((error: unknown) => deps.log.error({ err: error }, 'the letter of a new device was not written'));

async function tried(
  deps: ApiDeps,
  { tenantId }: Back,
  revision: number,
  find: () => Promise<SsoPerson>,
): Promise<SsoEnd> {
  const at = new Date(deps.now()).toISOString();
  let problem: string | null = null;
  let email: string | null = null;
  try {
    ({ email } = await find());
  } catch (error) {
    if (!(error instanceof SsoRefused)) throw error;
    deps.log.info({ tenantId, reason: error.reason, detail: error.message }, 'single sign-on was tried in vain');
    problem = error.reason;
  }
  await deps.database.withTenant(tenantId, async (db) => {
    if (email !== null && !(await holdsDomain(db, email))) problem = 'domain';
    await noteSsoTest(db, revision, { at, ok: problem === null, email, problem });
  });
  return { kind: 'tried' };
}
