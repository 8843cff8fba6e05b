import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { deedsFit, isDeed } from '#api/audit/deeds-fit.ts';
import { keepsBodies, neededFor } from '#api/calls/kept-bodies.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Json } from '#flow/json.ts';
import { actingAs } from '#prisma/origin.ts';
import type { Answer } from './answer.ts';
import { asTramaError } from './as-trama-error.ts';
import { type Caller, may } from './caller.ts';
import { factsOf, Leaving } from './facts.ts';
import { fail, notFound } from './fail.ts';
import { deedOf, idempotencyKey, onlyOnce } from './idempotent.ts';
import { inTime, Stop } from './in-time.ts';
import { notGuessing, takeCall, takeStranger } from './limits.ts';
import { asLocale, localeOf } from './locale.ts';
import { originOf } from './origin-of.ts';
import { readJsonBody, readMediaBody } from './read-body.ts';
import type { RequestFacts, Route } from './route.ts';
import { refuseCrossSite } from './same-origin.ts';
import { sendAnswer, sendProblem } from './send.ts';
import type { FrameServices, KeyHolder } from './services.ts';
import { refuseOtherTenant } from './tenant-header.ts';
import { validate } from './validate.ts';

const BODY_LIMIT = 256 * 1024;
const NO_BYTES = new Uint8Array();

/** Who calls, and that this caller may: 401, 403, 429 before a byte of the body is read. */
async function admitCaller(
  route: Route,
  req: Request,
  res: Response,
  services: FrameServices,
  ip: string,
): Promise<Caller | null> {
  if (route.scopes === 'public') {
    refuseCrossSite(req.method, req.headers, services.origins);
    takeStranger(ip, res, services);
    return null;
  }
  const caller = await notGuessing({ ip, headers: req.headers }, services, () =>
    services.authenticate(req.headers, ip, { evenIfBarred: route.evenIfBarred ?? false }),
  );
  res.locals.caller = caller;
  if (caller.kind === 'session') refuseCrossSite(req.method, req.headers, services.origins);
  refuseOtherTenant(req.headers, caller);
  takeCall(caller, res, services);
  services.pressure?.refuse(caller.tenant.plan, services.now());
  if (caller.impersonator !== null) refuseInPlaceOf(route);
  const missing = route.scopes.filter((scope) => !may(caller, scope));
  if (missing.length > 0)
    throw fail('forbidden', `Falta o direito ${missing.join(', ')}.`, `The right ${missing.join(', ')} is missing.`);
  // Behind the rights: whoever may not do it would buy a plan for nothing.
  await services.plan?.(caller, route);
  return caller;
}

/** What nobody does in somebody else's place: give rights, make keys, decide what is forgotten, or touch how the person signs in. */
const OWN_ALONE: ReadonlySet<string> = new Set(['keys:write', 'members:write', 'security:write']);
/** Of a wider right: how long data is kept, and whether a legal hold stands. */
const OWN_PATHS: ReadonlySet<string> = new Set(['/retention', '/tenant/deletion', '/exports']);

function refuseInPlaceOf({ method, path, scopes }: Route): void {
  const rights = scopes === 'public' ? [] : scopes;
  const own = path.startsWith('/me/') || OWN_PATHS.has(path) || rights.some((scope) => OWN_ALONE.has(scope));
  if (method === 'get' || !own) return;
  throw fail(
    'forbidden',
    'Isto não se faz no lugar de outra pessoa.',
    'This is not done in the place of somebody else.',
  );
}

/** A part of the address that has not the form of an id names nothing. */
function paramsOf(route: Route, req: Request): unknown {
  if (!route.params) return {};
  const parsed = route.params.safeParse(req.params);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

/** What a body of bytes is told apart by; how they are meant, its query says. */
const digestOf = (bytes: Uint8Array, url: string): Json => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  query: url.split('?')[1] ?? '',
});

/** Null: nobody's, and each call is another one. */
const holderOf = async (
  route: Route,
  caller: Caller | null,
  request: RequestFacts,
  deps: ApiDeps,
): Promise<KeyHolder | null> =>
  caller
    ? { tenantId: caller.tenant.id, principal: caller.principal }
    : ((await route.keyHolder?.(request, deps)) ?? null);

/** Handles with a database that knows who acts; where answers are checked, what was written into the audit is, too. */
async function handled(
  route: Route,
  input: Parameters<Route['handle']>[0],
  { checkAnswers, deedDone }: FrameServices,
  { deps, left }: { deps: ApiDeps; left: Leaving },
): Promise<Answer> {
  const written: string[] = [];
  const noted = checkAnswers ? (action: string) => void written.push(action) : undefined;
  const origin = originOf(input.caller ?? null, input.request, noted);
  const stop = new Stop((reason) => left.fire(reason));
  const handling = inTime(route, stop, () =>
    route.handle(input, { ...deps, database: actingAs(deps.database, origin, stop) }),
  );
  // Whoever is answered finds what they did done, whatever was remembered; also where it failed half way.
  const answer = await (isDeed(route) ? handling.finally(() => deedDone?.(input.caller?.tenant.id ?? null)) : handling);
  if (checkAnswers && answer.kind === 'json' && answer.status < 300) deedsFit(route, written);
  return answer;
}

async function answerOf(
  route: Route,
  req: Request,
  res: Response,
  services: FrameServices,
  { deps, request, left }: { deps: ApiDeps; request: RequestFacts; left: Leaving },
): Promise<Answer> {
  const admitted = await admitCaller(route, req, res, services, request.ip);
  // Erasure: a public route has no caller, and says so in its spec.
  const caller = admitted as Caller;
  if (admitted && !req.get('accept-language')) request.locale = asLocale(caller.tenant.locale);
  res.locals.locale = request.locale;
  res.locals.tenantId = admitted?.tenant.id;
  const bodies = keepsBodies(admitted, route, services.now())
    ? { request: null as Json, answer: null as Json, needs: neededFor(route) }
    : null;
  res.locals.bodies = bodies;
  const params = paramsOf(route, req);
  const query = route.query ? validate(route.query, { ...req.query }, 'query', request.locale) : {};
  let raw: Json = null;
  let body: unknown;
  if (route.body) {
    raw = await readJsonBody(req, res, { limit: route.bodyLimit ?? BODY_LIMIT, tooDeep: route.tooDeep ?? 'refuse' });
    if (bodies) bodies.request = raw;
    body = validate(route.body, raw, 'body', request.locale);
  }
  const bytes = route.takes
    ? await readMediaBody(req, res, { takes: route.takes, limit: route.bodyLimit ?? BODY_LIMIT })
    : NO_BYTES;
  const handle = (resourceId: string | undefined) =>
    handled(route, { caller, params, query, body, bytes, request, resourceId }, services, { deps, left });
  const key = route.idempotent ? idempotencyKey(req.get('idempotency-key')) : null;
  const holder = key === null ? null : await holderOf(route, admitted, request, deps);
  if (key === null || holder === null) return handle(undefined);
  const said = route.takes ? digestOf(bytes, req.url) : deedOf(raw, route.besides);
  const call = { key, holder, method: req.method, path: req.path, body: said };
  return onlyOnce(call, services, handle);
}

/** The Express handler of a route. Every error, foreseen or not, leaves as problem details. */
export const serve =
  (route: Route, services: FrameServices, deps: ApiDeps) =>
  async (req: Request, res: Response): Promise<void> => {
    const left = new Leaving();
    const request = factsOf(req, res, left);
    res.locals.route = route.path;
    try {
      const answer = await answerOf(route, req, res, services, { deps, request, left });
      if (services.checkAnswers) checkAnswer(route, answer);
      if (res.locals.bodies && answer.kind === 'json') res.locals.bodies.answer = answer.body ?? null;
      if (answer.kind === 'events') await sendStream(req, res, answer, services);
      else await sendAnswer(res, answer, services.stopping);
    } catch (thrown) {
      failRequest(req, res, thrown, services);
    }
  };

/** A stream ends when its caller's access does; that it has not ended before anybody watched is asked again. */
async function sendStream(req: Request, res: Response, answer: Answer, services: FrameServices): Promise<void> {
  const { caller } = res.locals;
  const ask = () => services.authenticate(req.headers, req.ip ?? '', { watching: true });
  const held = caller && services.liveCallers?.hold(caller, ask);
  try {
    if (held) await ask();
    await sendAnswer(res, answer, held ? AbortSignal.any([services.stopping, held.signal]) : services.stopping);
  } finally {
    held?.release();
  }
}

/** What callers read in the docs is what they get. */
function checkAnswer(route: Route, answer: Answer): void {
  if (answer.kind !== 'json') return;
  const schema = route.output?.[answer.status];
  if (!schema) throw new Error(`${route.method} ${route.path} says nothing of an answer ${answer.status}`);
  schema.parse(answer.body === undefined ? null : (JSON.parse(JSON.stringify(answer.body)) as unknown));
}

/** Answers with the problem, and logs what is our failure. */
export function failRequest(req: Request, res: Response, thrown: unknown, services: FrameServices): void {
  const error = asTramaError(thrown);
  const { traceId, bodies } = res.locals;
  res.locals.code = error.code;
  if (bodies) bodies.answer = { code: error.code, message: error.message, errors: error.errors ?? [] };
  if (error.code === 'internal') services.log.error({ err: error.cause ?? error, traceId }, 'a request failed');
  else if (error.code === 'unavailable') services.log.warn({ err: error.cause, traceId }, 'a dependency is away');
  const locale = res.locals.locale ?? localeOf(req.get('accept-language'));
  const instance = req.originalUrl.split('?')[0] ?? '/';
  const pages = services.pages ?? `${req.protocol}://${req.get('host') ?? 'localhost'}`;
  sendProblem(res, error, { locale, instance, pages, nowMs: services.now() });
}
