import type { Express } from 'express';
import { countEvents } from '#domain/billing/inbound/read-events.ts';
import { frameApp } from './app.ts';
import { authenticate } from './auth/authenticate.ts';
import { mountAuth } from './auth/mount-auth.ts';
import { mountJwks } from './auth/mount-jwks.ts';
import { mountBillingHooks } from './billing/mount-billing-hooks.ts';
import type { CallLog } from './calls/call-log.ts';
import { recordCall } from './calls/record-call.ts';
import type { ApiDeps } from './deps.ts';
import { mountDocs } from './docs/mount-docs.ts';
import { mountFileLinks } from './files/mount-file-links.ts';
import { GoodCredentials } from './frame/good-credentials.ts';
import { STRANGER_RULE } from './frame/limits.ts';
import { planGate } from './frame/plan-gate.ts';
import { eventLoopDelay, Pressure } from './frame/pressure.ts';
import type { FrameServices } from './frame/services.ts';
import { storedIdempotency } from './frame/stored-idempotency.ts';
import { TokenBuckets } from './frame/token-bucket.ts';
import { mountHealth } from './health/mount-health.ts';
import { mountHooks } from './hooks/mount-hooks.ts';
import { ApiMetrics } from './metrics.ts';
import { mountCodec } from './operator/mount-codec.ts';
import { mountKeys } from './operator/mount-keys.ts';
import { mountTenants } from './operator/mount-tenants.ts';
import { mountApprovalPage } from './pages/mount-approval-page.ts';
import { mountBuilder } from './pages/mount-builder.ts';
import { mountSignInPage } from './pages/mount-sign-in-page.ts';
import { routes } from './routes/routes.ts';
import { mountSso } from './sso/mount-sso.ts';
import { mountTelegram } from './telegram/mount-telegram.ts';

/** Of one credential in one process: far above what people and well-made programs do, below what harms the others. */
const CALLER_RULE = { burst: 5_000, perSecond: 500 };

const originOf = (url: string | null): string[] => (url === null ? [] : [new URL(url).origin]);

/** The whole HTTP face; testable without a port. `stopping`: live streams end. */
export function createApp(
  deps: ApiDeps,
  stopping: AbortSignal = new AbortController().signal,
  calls?: CallLog,
): Express {
  const metrics = new ApiMetrics();
  const pressure = new Pressure({ loopDelayMs: eventLoopDelay(), pool: () => deps.database.load() });
  stopping.addEventListener('abort', () => pressure.stop());
  metrics.late(() => pressure.lateMs);
  if (deps.billingProviders) metrics.deliveries(() => countEvents(deps.database.admin));
  metrics.breakers(() => deps.actions.breakers.open());
  const services: FrameServices = {
    authenticate: (headers, ip, how) =>
      authenticate(deps.database.admin, headers, ip, { ...how, tokens: deps.tokens, keys: deps.sentKeys }),
    deedDone: (tenantId) => deps.sentKeys?.forget(tenantId === null ? {} : { tenantId }),
    liveCallers: deps.liveCallers,
    idempotency: storedIdempotency(deps.database.withTenant),
    callerBuckets: new TokenBuckets(CALLER_RULE),
    tenantBuckets: new TokenBuckets(CALLER_RULE),
    strangers: new TokenBuckets(STRANGER_RULE),
    goodCredentials: new GoodCredentials(),
    pressure,
    plan: planGate(deps),
    corsOrigins: deps.settings.corsOrigins ?? [],
    log: deps.log,
    now: deps.now,
    origins: originOf(deps.settings.publicUrl),
    pages: deps.settings.publicUrl,
    observe: (seen) => metrics.observe(seen),
    called: (req, res, seen) => {
      const call = calls && recordCall(req, res, seen);
      if (call) calls.add(call);
    },
    stopping,
    checkAnswers: deps.settings.checkAnswers ?? false,
  };
  const { healthOnly = false } = deps.settings;
  return frameApp(healthOnly ? [] : routes, services, deps, (app) => {
    mountHealth(app, deps, metrics);
    if (healthOnly) return;
    mountAuth(app, services, deps);
    // Before the tenants' own: the name of one of them may be `billing`.
    mountBillingHooks(app, services, deps);
    mountHooks(app, services, deps);
    mountTelegram(app, services, deps);
    mountApprovalPage(app, services, deps);
    mountSignInPage(app, services, deps);
    mountSso(app, services, deps);
    mountFileLinks(app, services, deps);
    mountCodec(app, services, deps);
    mountTenants(app, services, deps);
    mountKeys(app, services, deps);
    mountJwks(app, deps.tokens, deps.database);
    mountDocs(app, routes, deps.settings.version, deps.settings.publicUrl);
    mountBuilder(app, deps.settings.builderFolder);
  });
}
