import { z } from 'zod';
import { billingOf } from '#api/billing/await-wish.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, page, pageQuery } from '#api/schemas/common.ts';
import { isAnyToTry } from '#domain/billing/requests/granted-plan.ts';
import { isClaimed } from '#domain/billing/requests/trial-claims.ts';
import { findWish } from '#domain/billing/requests/wish.ts';
import { findSubscription } from '#domain/billing/subscription/find-subscription.ts';
import { findCustomer } from '#domain/billing/subscription/links.ts';
import { listPayments } from '#domain/billing/subscription/list-payments.ts';
import { claimantOf } from '#domain/billing/subscription/payer-of.ts';
import { PROVIDERS } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import { inLocale } from '#flow/json.ts';
import {
  paymentView,
  requestView,
  subscriptionView,
  viewMoney,
  viewPayment,
  viewRequest,
} from './view-subscription.ts';

export const getSubscription = route({
  method: 'get',
  path: '/subscription/current',
  tag: 'Subscription',
  summary: 'The subscription: plan, period, what is scheduled and what is open',
  output: { 200: subscriptionView },
  scopes: ['billing:read'],
  evenIfFrozen: true,
  handle: async ({ caller, request }, deps) => {
    const billing = billingOf(deps);
    const { view, claimant, customer, isTriable } = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const found = await findSubscription(db, billing.providers);
      const known = found.provider ? await findCustomer(db, found.provider) : null;
      const isTriable =
        found.state === 'free' && found.freeReason === null && (await isAnyToTry(db.sql, found.granted));
      return { view: found, claimant: await claimantOf(db), customer: known, isTriable };
    });
    const usable = PROVIDERS.map((name) => billing.providers[name]).filter((one) => one?.missing().length === 0);
    const own = view.provider ? billing.providers[view.provider] : undefined;
    const { granted, ...shown } = viewMoney(view);
    return ok({
      ...shown,
      plan: { ...view.plan, name: inLocale(view.plan.name, request.locale) },
      granted: granted && { ...granted, name: inLocale(granted.name, request.locale) },
      requests: view.requests.map(viewRequest),
      trialAvailable: isTriable && !(await isClaimed(billing, claimant)),
      portal: own?.capabilities.portal === true && customer !== null,
      providers: usable.flatMap((one) => (one ? [{ name: one.name, methods: [...one.capabilities.methods] }] : [])),
    });
  },
});

export const getSubscriptionRequest = route({
  method: 'get',
  path: '/subscription/requests/{request}',
  tag: 'Subscription',
  summary: 'How far a request is, with the page or the Pix that it waits for',
  description: 'A page that waits for a Pix asks this every second or two.',
  params: z.object({ request: id('sreq') }),
  output: { 200: requestView },
  scopes: ['billing:read'],
  evenIfFrozen: true,
  handle: async ({ caller, params: { request } }, deps) => {
    const wish = await deps.database.withTenant(caller.tenant.id, (db) => findWish(db, request));
    if (!wish) throw failure('not_found', 'Este pedido não existe.', 'There is no such request.');
    return ok(viewRequest(wish));
  },
});

export const listSubscriptionPayments = route({
  method: 'get',
  path: '/subscription/payments',
  tag: 'Subscription',
  summary: 'Payments, the newest first',
  query: pageQuery,
  output: { 200: page(paymentView) },
  scopes: ['billing:read'],
  handle: async ({ caller, query }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, (db) => listPayments(db, query));
    return ok({ ...found, data: found.data.map((one) => viewPayment(one)) });
  },
});

export const openPortal = route({
  method: 'post',
  path: '/subscription/portal',
  tag: 'Subscription',
  summary: 'A page of the provider’s where cards are changed',
  body: z.strictObject({}).optional(),
  output: { 200: z.object({ url: z.string() }) },
  errors: ['conflict', 'billing_unreachable'],
  scopes: ['billing:write'],
  handle: async ({ caller, request }, deps) => {
    const billing = billingOf(deps);
    const { provider, customer } = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const view = await findSubscription(db);
      return { provider: view.provider, customer: view.provider ? await findCustomer(db, view.provider) : null };
    });
    const own = provider ? billing.providers[provider] : undefined;
    const ask = { customer: customer ?? '', returnTo: `${billing.publicUrl}/plan` };
    const opened = own?.capabilities.portal && customer ? await own.portal(ask, request.signal) : null;
    if (opened) return ok({ url: opened.url });
    throw failure(
      'conflict',
      'Este meio de pagamento não tem página própria.',
      'This provider has no page of its own.',
      {
        details: { reason: 'no_portal' },
      },
    );
  },
});
