import { type Feature, hasFeature, isMetered, type Limited, type Module } from '#flow/contracts/plan-features.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { PlanVersion } from '../billing/catalogue/plan-version.ts';
import { openMarketplaces, type Snapshot } from './snapshot.ts';

/** Where a plan is changed, with the plan that is needed: below the address of the pages (`api/frame` puts it before). */
export const upgradeUrl = (plan: string | null): string => (plan === null ? '/plan' : `/plan?choose=${plan}`);

/** What the next larger plan is asked for. */
type Fits = (plan: PlanVersion) => boolean;

/** The smallest plan that fits: of the same family where one does. Null: none that is sold. */
const requiredPlan = (plans: readonly PlanVersion[], { plan }: Snapshot, fits: Fits): string | null => {
  const larger = plans.filter((one) => one.tier !== plan?.tier && fits(one));
  const own = larger.filter((one) => one.family === plan?.family && one.sort > plan.sort);
  const [smallest] = own.length > 0 ? own : larger.toSorted((a, b) => a.sort - b.sort);
  return smallest?.tier ?? null;
};

const room =
  (feature: string, n: number): Fits =>
  ({ limits }) => {
    const limit = (limits as Record<string, number>)[feature] ?? -1;
    return limit < 0 || limit >= n;
  };

type Said = readonly [pt: string, en: string];

interface Counted {
  feature: Limited;
  current: number;
  /** How many more were asked for. */
  n: number;
  limit: number;
  /** Where there are better words than the count's. */
  said?: Said;
}

const monthSeconds = 31 * 86_400;

/** What is full, as answers of 429 tell of it. */
interface Full {
  /** Of what is counted, or what stands beside it (`test_runs`). */
  feature: string;
  limit: number;
  current: number;
  /** ISO 8601 UTC; null: no month brings it back. */
  resetsAt: string | null;
  /** The smallest plan that would do; null: none would. */
  required: string | null;
  /** Of the subscription, where it says why. */
  state?: string;
}

/** What every refusal of a plan says of plans: the one that would do, the one that there is, and where it is changed. */
const plansOf = ({ plan }: Snapshot, required: string | null) => ({
  ...{ requiredPlan: required, currentPlan: plan?.tier ?? null, upgradeUrl: upgradeUrl(required) },
});

/** Every `limit_exceeded` of a plan is made here: with all that the API promises of one, and the quota's own headers. */
const limitExceeded = (snapshot: Snapshot, { required, ...full }: Full, [pt, en]: Said): TramaError => {
  const { feature, limit, current, resetsAt } = full;
  const nowMs = Date.now();
  const seconds = resetsAt === null ? 3_600 : Math.max(1, Math.ceil((Date.parse(resetsAt) - nowMs) / 1_000));
  const windowSeconds = resetsAt === null ? 3_600 : monthSeconds;
  return failure('limit_exceeded', pt, en, {
    // Nobody waits a month: the flow's author decides what then (`error`).
    retry: 'never',
    waitUntil: nowMs + seconds * 1_000,
    details: {
      ...full,
      ...plansOf(snapshot, required),
      ...quotaFields(feature, { limit, left: limit - current, seconds, windowSeconds }),
    },
  });
};

/** What an error's details carry for the headers `RateLimit` and `RateLimit-Policy` of its answer. */
export const quotaFields = (
  name: string,
  { limit, left, seconds, windowSeconds }: { limit: number; left: number; seconds: number; windowSeconds: number },
): { rateLimit: string; rateLimitPolicy: string } => ({
  rateLimit: `"${name}";r=${Math.max(0, left)};t=${seconds}`,
  rateLimitPolicy: `"${name}";q=${limit};w=${windowSeconds}`,
});

/** What was paid for is over while the subscription pauses: going on helps, and no other plan does. */
const isUnpaidPause = ({ state, access }: Snapshot): boolean => state === 'paused' && access === 'read_only';

/** Whether it is the pause that refuses: the plan itself, or what an operator gave, has more. */
const isHeldByPause = (snapshot: Snapshot, feature: Limited): boolean => {
  const { included, most } = snapshot.limits[feature];
  return isUnpaidPause(snapshot) && most >= 0 && (included < 0 || most < included);
};

/** The plan includes none of it, or no more of it than is used: 402 for what it has none of, 429 else. */
export const overLimit = (
  snapshot: Snapshot,
  { feature, current, n, limit, said }: Counted,
  plans: readonly PlanVersion[],
): TramaError => {
  const resetsAt = isMetered(feature) ? snapshot.resetsAt : null;
  if (isHeldByPause(snapshot, feature)) {
    const full = { feature, limit, current, resetsAt, required: null, state: snapshot.state };
    return limitExceeded(snapshot, full, [
      `A assinatura está em pausa: até ela voltar, cabem ${limit} de “${feature}” por mês, e ${current} estão em uso.`,
      `The subscription is paused: until it goes on there is room for ${limit} of “${feature}” a month, and ${current} are in use.`,
    ]);
  }
  const required = requiredPlan(plans, snapshot, room(feature, current + n));
  if (limit === 0) return planRequired(snapshot, feature, required);
  const counted: Said = [
    `O plano inclui ${limit} de “${feature}”, e ${current} estão em uso.`,
    `The plan includes ${limit} of “${feature}”, and ${current} are in use.`,
  ];
  return limitExceeded(snapshot, { feature, limit, current, resetsAt, required }, said ?? counted);
};

/** Tests do what runs do, so they have an end, which no honest use meets: the same for every plan, and no plan has more. */
export const tooManyTests = ({ resetsAt }: Snapshot, limit: number): TramaError => {
  const nowMs = Date.now();
  const seconds = Math.max(1, Math.ceil((Date.parse(resetsAt) - nowMs) / 1_000));
  const pt = `Já foram ${limit} testes neste mês, o mais que cabe em qualquer plano. Simular continua livre.`;
  const en = `There were ${limit} tests this month, the most that any plan has room for. Simulating goes on.`;
  return failure('rate_limited', pt, en, {
    retry: 'never',
    waitUntil: nowMs + seconds * 1_000,
    details: quotaFields('test_runs', { limit, left: 0, seconds, windowSeconds: monthSeconds }),
  });
};

/**
 * The smallest plan in which so much of all of it works; null: none does, or the plan itself has the room, and it is what an operator
 * gave, or a pause, that has not.
 */
export const planWithRoom = (
  snapshot: Snapshot,
  plans: readonly PlanVersion[],
  needed: Partial<Record<Limited, number>>,
): string | null => {
  const fits: Fits = (plan) => Object.entries(needed).every(([feature, n]) => room(feature, n)(plan));
  const own = plans.find(({ tier }) => tier === snapshot.plan?.tier);
  return isUnpaidPause(snapshot) || (own && fits(own)) ? null : requiredPlan(plans, snapshot, fits);
};

/** The plan does not have it. */
export const planRequired = (snapshot: Snapshot, feature: string, required: string | null): TramaError =>
  failure('plan_required', 'O plano atual não inclui este recurso.', 'The current plan does not include this.', {
    details: { feature, ...plansOf(snapshot, required) },
  });

/** A feature that the plan does not have. @param value the way that is needed, where it has several */
export const lacksFeature = (
  snapshot: Snapshot,
  feature: Feature,
  plans: readonly PlanVersion[],
  value?: string,
): TramaError => {
  const fits: Fits = ({ features }) =>
    value === undefined ? hasFeature(features[feature]) : holds(features[feature], value);
  return planRequired(snapshot, feature, requiredPlan(plans, snapshot, fits));
};

/** A part of the product that the plan does not have; its name stands behind `module:`. */
export const lacksModule = (snapshot: Snapshot, module: Module, plans: readonly PlanVersion[]): TramaError =>
  planRequired(
    snapshot,
    `module:${module}`,
    requiredPlan(plans, snapshot, ({ modules }) => modules.includes(module)),
  );

/** Whether a feature's value is that way, or has it among several. */
export const holds = (value: unknown, way: string): boolean =>
  Array.isArray(value) ? value.includes(way) : value === way;

/** A marketplace that is neither in the plan nor among those that were chosen. */
export const marketplaceClosed = (
  snapshot: Snapshot,
  marketplace: string,
  plans: readonly PlanVersion[],
): TramaError => {
  const { choose, fixed, chosen } = snapshot.marketplaces;
  // Where a choice is still open, no other plan is needed: the page of choices is.
  const open = choose !== 'all' && chosen.length < choose;
  const required = open ? null : requiredPlan(plans, snapshot, ({ marketplaces }) => marketplaces.choose === 'all');
  return failure(
    'marketplace_not_allowed',
    'Esta loja não está entre as do seu plano.',
    'This marketplace is not among those of your plan.',
    {
      details: {
        ...{ marketplace, allowed: openMarketplaces(snapshot), choose, fixed, chosen },
        ...plansOf(snapshot, required),
      },
    },
  );
};

const READ_ONLY: Said = [
  'O pagamento do plano está em atraso: por enquanto dá para ver, exportar, apagar e pagar.',
  'The plan’s payment is overdue: for now you can look, export, delete and pay.',
];
const PAUSED: Said = [
  'A assinatura está em pausa, e o que estava pago acabou: até ela voltar dá para ver, exportar e apagar.',
  'The subscription is paused, and what was paid for is over: until it goes on you can look, export and delete.',
];

/** Nothing is written while nothing is paid for; reading, exporting, paying and deleting go on. */
export const readOnly = (snapshot: Snapshot): TramaError =>
  failure('payment_due', ...(isUnpaidPause(snapshot) ? PAUSED : READ_ONLY), {
    details: { state: snapshot.state, ...plansOf(snapshot, null) },
  });

/** The plan has become too small for it: it stands still until there is room. */
export const flowFrozen = (snapshot: Snapshot, required: string | null): TramaError =>
  failure(
    'flow_frozen',
    'Este fluxo está congelado: passa do que o plano inclui. Mude o plano, ou escolha quais fluxos ficam.',
    'This flow is frozen: it is over what the plan includes. Change the plan, or choose which flows stay.',
    { details: { feature: 'flows', ...plansOf(snapshot, required) } },
  );

/** The plan has become too small for it: nothing is done by it until there is room. */
export const connectionFrozen = (snapshot: Snapshot, name: string, required: string | null): TramaError =>
  failure(
    'connection_frozen',
    `A conexão ${name} está congelada: passa do que o plano inclui.`,
    `The connection ${name} is frozen: it is over what the plan includes.`,
    { details: { feature: 'connections', ...plansOf(snapshot, required) } },
  );

const PLAN_CODES: ReadonlySet<string> = new Set(['limit_exceeded', 'plan_required', 'flow_frozen']);

/** A run that the plan did not let begin: it has failed through no fault of its flow. */
export const isPlanCode = (code: string): boolean => PLAN_CODES.has(code);

export const isPlanRefusal = (error: unknown): error is TramaError =>
  error instanceof TramaError && isPlanCode(error.code);
