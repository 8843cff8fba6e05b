import {
  type CardWord,
  changeInvoice,
  changePayment,
  changePreapproval,
  newNumber,
  newPayment,
  type SimInvoice,
  type SimPayment,
  type SimPreapproval,
  type World,
} from './world.ts';

/** At most four more tries within ten days. */
const RETRY_DAYS = [1, 2, 3, 4];
const UNPAID_TO_CANCEL = 3;
const VALIDATION = 100;

/** The payer gave a card on the page: a small payment checks it and goes back, then the first cycle begins or a trial does. */
export const authorise = (world: World, preapproval: SimPreapproval, card: CardWord[]): void => {
  const now = world.clock.now();
  const check = newPayment(world, {
    ...{ operation: 'card_validation', amount: VALIDATION, status: 'approved', detail: 'accredited', approvedAt: now },
    externalReference: preapproval.externalReference,
  });
  changePayment(world, check, { status: 'refunded', detail: 'refunded', refunded: VALIDATION });
  const first = Math.max(preapproval.startAt ?? 0, now);
  const anchor = preapproval.trialMonths > 0 ? world.clock.addMonths(first, preapproval.trialMonths) : first;
  const nextAt = anchor > now ? anchor : now + world.rules.firstChargeAfterMs;
  changePreapproval(world, preapproval, {
    ...{ status: 'authorized', card, anchor: nextAt, cycles: 0, nextAt, startAt: preapproval.startAt ?? now },
  });
};

/** Does what is due until now, one after another, each at its own time. */
export const runDue = (world: World, until: number): void => {
  while (true) {
    const next = nextDue(world, until);
    if (!next) return;
    if (next.at > world.clock.now()) world.clock.moveTo(next.at);
    next.run();
  }
};

interface Due {
  at: number;
  run(): void;
}

const nextDue = (world: World, until: number): Due | undefined => {
  const cycles = [...world.preapprovals.values()].flatMap((preapproval): Due[] =>
    preapproval.status === 'authorized' && preapproval.nextAt !== null
      ? [{ at: preapproval.nextAt, run: () => beginCycle(world, preapproval) }]
      : [],
  );
  const retries = [...world.invoices.values()].flatMap((invoice): Due[] =>
    invoice.status === 'recycling' && invoice.retryAt !== null
      ? [{ at: invoice.retryAt, run: () => retry(world, invoice) }]
      : [],
  );
  const pix = [...world.payments.values()].flatMap((payment): Due[] =>
    payment.status === 'pending' && payment.expiresAt !== null
      ? [
          {
            at: payment.expiresAt,
            run: () => changePayment(world, payment, { status: 'cancelled', detail: 'expired' }),
          },
        ]
      : [],
  );
  return [...cycles, ...retries, ...pix].filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0];
};

const beginCycle = (world: World, preapproval: SimPreapproval): void => {
  const now = world.clock.now();
  const invoice: SimInvoice = {
    ...{ id: newNumber(7_000_000_000), preapproval: preapproval.id, status: 'scheduled', amount: preapproval.amount },
    ...{ createdAt: now, modifiedAt: now, debitAt: now, retries: 0, retryAt: null, payment: null },
  };
  world.invoices.set(invoice.id, invoice);
  world.tell('subscription_authorized_payment', 'created', String(invoice.id));
  const cycles = preapproval.cycles + 1;
  const nextAt = world.clock.addMonths(preapproval.anchor ?? now, cycles * preapproval.months);
  Object.assign(preapproval, { cycles, nextAt, modifiedAt: now });
  attempt(world, preapproval, invoice);
};

/** One try of the card: a payment of its own each time. */
const attempt = (world: World, preapproval: SimPreapproval, invoice: SimInvoice): void => {
  const word = (preapproval.card.length > 1 ? preapproval.card.shift() : preapproval.card[0]) ?? 'approved';
  const payment = newPayment(world, {
    ...{ operation: 'recurring_payment', amount: invoice.amount, externalReference: preapproval.externalReference },
    ...{ status: 'in_process', detail: 'pending_contingency' },
  });
  invoice.payment = payment.id;
  decide(world, payment, word);
};

/** The bank's word on a charge of a cycle, at once or later. */
export const decide = (world: World, payment: SimPayment, word: CardWord): void => {
  const invoice = [...world.invoices.values()].find((one) => one.payment === payment.id);
  if (!invoice) throw new Error('No cycle has this payment');
  if (word === 'in_process') return changeInvoice(world, invoice, { status: 'waiting_for_gateway' });
  const now = world.clock.now();
  if (word === 'approved') {
    changePayment(world, payment, { status: 'approved', detail: 'accredited', approvedAt: now });
    return changeInvoice(world, invoice, { status: 'processed', retryAt: null });
  }
  changePayment(world, payment, { status: 'rejected', detail: 'cc_rejected_insufficient_amount' });
  const wait = RETRY_DAYS[invoice.retries];
  if (wait === undefined) return giveUp(world, invoice);
  const retryAt = now + world.clock.days(wait);
  // The date of the charge moves with each try.
  changeInvoice(world, invoice, { status: 'recycling', retryAt, debitAt: retryAt });
};

const retry = (world: World, invoice: SimInvoice): void => {
  const preapproval = world.preapprovals.get(invoice.preapproval);
  if (preapproval?.status !== 'authorized')
    return changeInvoice(world, invoice, { status: 'cancelled', retryAt: null });
  invoice.retries += 1;
  invoice.retryAt = null;
  attempt(world, preapproval, invoice);
};

const giveUp = (world: World, invoice: SimInvoice): void => {
  changeInvoice(world, invoice, { status: 'processed', retryAt: null });
  const preapproval = world.preapprovals.get(invoice.preapproval);
  const last = [...world.invoices.values()]
    .filter((one) => one.preapproval === invoice.preapproval)
    .slice(-UNPAID_TO_CANCEL);
  const unpaid = last.filter(({ payment }) => world.payments.get(payment ?? 0)?.status === 'rejected').length;
  if (preapproval && unpaid >= UNPAID_TO_CANCEL)
    changePreapproval(world, preapproval, { status: 'cancelled', nextAt: null });
};

/** Cycles that came while it was paused are left out. */
export const resumeCycles = (world: World, preapproval: SimPreapproval): void => {
  const now = world.clock.now();
  while (preapproval.nextAt !== null && preapproval.nextAt < now) {
    preapproval.cycles += 1;
    preapproval.nextAt = world.clock.addMonths(preapproval.anchor ?? now, preapproval.cycles * preapproval.months);
  }
};
