import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { FIRST_PLANS } from '#domain/billing/catalogue/first-plans.ts';
import { PlanBody } from '#domain/billing/catalogue/plan-body.ts';
import { publishPlan, savePlanDraft } from '#domain/billing/catalogue/write-plan.ts';
import { createUser } from '#domain/identity/users.ts';
import { parseId } from '#domain/ids.ts';
import { createWorkspace } from '#domain/people/workspaces.ts';
import { databaseOf } from '#scripts/database-of.ts';
import { freePort } from '#scripts/embedded/ports.ts';
import type { Demo } from '#scripts/run.ts';
import { launchChromium } from '../browser/chromium.ts';
import { signIn } from '../browser/drawing.ts';
import { freeSettings, Product } from '../running-product.ts';
import { realClock } from '../simulators/mercado-pago/clock.ts';
import { startMercadoPago } from '../simulators/mercado-pago/start.ts';
import { StripeSimulator } from '../simulators/stripe/stripe-simulator.ts';

const MONTH_S = 30 * 86_400;
/** Is left, and refused each time that it is charged. */
const REFUSED_CARD = '4000000000000341';

/** A product with both providers, and tenants in all that a subscription can be. */
export class Subscribers {
  readonly demo: Demo;
  readonly browser: Browser;
  readonly #data: string;
  readonly #stripe: StripeSimulator;
  readonly #end: () => Promise<void>;

  private constructor(
    { demo, browser }: Pick<Subscribers, 'demo' | 'browser'>,
    { data, stripe }: { data: string; stripe: StripeSimulator },
    end: () => Promise<void>,
  ) {
    this.demo = demo;
    this.browser = browser;
    this.#data = data;
    this.#stripe = stripe;
    this.#end = end;
  }

  static async open(): Promise<Subscribers> {
    const home = mkdtempSync(path.join(tmpdir(), 'trama-plans-'));
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const stripe = await StripeSimulator.start({ secondsAMonth: MONTH_S, retriesMs: [3 * 86_400_000] });
    stripe.deliveries.endpoint = { url: `${url}/hooks/billing/stripe`, secrets: ['whsec_pictures'] };
    stripe.deliveries.held = false;
    const stopClock = stripe.followClock();
    const mercadoPago = await startMercadoPago({
      clock: realClock(MONTH_S * 1_000),
      notifyUrl: `${url}/hooks/billing/mercado_pago`,
      tellsByItself: true,
      signing: { secret: 'pictures' },
      rules: { accessToken: 'APP_USR-pictures', firstChargeAfterMs: 200 },
    });
    const product = new Product(path.join(home, 'data'), {
      ...(await freeSettings()),
      ...{ PORT: String(port), PUBLIC_URL: url, BILLING_ISSUER_EMAIL: 'vendas@trama.example' },
      ...{ STRIPE_SECRET_KEY: 'sk_test_simulator', STRIPE_WEBHOOK_SECRET: 'whsec_pictures' },
      ...{ STRIPE_API_BASE: stripe.url, MERCADOPAGO_API_BASE: mercadoPago.url },
      ...{ MERCADOPAGO_ACCESS_TOKEN: 'APP_USR-pictures', MERCADOPAGO_WEBHOOK_SECRETS: 'pictures' },
      TRAMA_OPERATORS: 'demo@trama.example',
    });
    const [demo, browser] = await Promise.all([product.start(), launchChromium()]);
    return new Subscribers({ demo, browser }, { data: product.data, stripe }, async () => {
      await browser.close();
      await product.stop();
      stopClock();
      await Promise.all([stripe.stop(), mercadoPago.close()]);
      rmSync(home, { recursive: true, force: true });
    });
  }

  close(): Promise<void> {
    return this.#end();
  }

  /** A plan is sold with a trial of another length from now on, and with another patience behind it. */
  async tryFor(tier: string, terms: { trial: string; tolerance?: string }): Promise<void> {
    const seed = FIRST_PLANS.find((one) => one.tier === tier);
    if (!seed) throw new Error(`There is no plan ${tier}`);
    const { tier: _tier, family: _family, ranksAs: _ranksAs, sort: _sort, public: _public, ...body } = seed;
    const draft = PlanBody.parse({ ...body, terms: { ...body.terms, ...terms, trialReminders: [] } });
    const database = await databaseOf(this.#data);
    try {
      await database.admin.transaction(async (sql) => {
        await savePlanDraft(sql, tier, draft, { by: 'pictures' });
        await publishPlan(sql, tier);
      });
    } finally {
      await database.close();
    }
  }

  /** The newest subscription is charged in vain from now on. */
  refuseNewest(): void {
    const newest = [...this.#stripe.world.subscriptions.keys()].at(-1);
    if (newest !== undefined) this.#stripe.changeCard(newest, REFUSED_CARD);
  }

  /** A company with its owner, who has signed in. */
  async newcomer(company: string, email: string): Promise<Subscriber> {
    const password = 'pão quente às cinco';
    const database = await databaseOf(this.#data);
    let tenant: string;
    try {
      const userId = await createUser(database.admin.sql, { email, password, name: 'Bia', emailVerified: true });
      const zone = { timezone: 'America/Sao_Paulo', locale: 'pt-BR' } as const;
      tenant = await createWorkspace(database, { name: company, ...zone, userId });
      await database.admin.sql`update tenants set onboarded_at = now() where id = ${parseId('ten', tenant)}`;
    } finally {
      await database.close();
    }
    return await Subscriber.signIn(this, { ...this.demo, email, password }, tenant);
  }

  /** Somebody who has no account yet. */
  visitor(): Subscriber {
    return Subscriber.nobody(this);
  }

  /** Whoever looks after the installation, and has some flows of their own; what was granted to them is taken back, so that they buy. */
  async owner(): Promise<Subscriber> {
    const database = await databaseOf(this.#data);
    try {
      await database.admin.sql`update tenants set plan = 'FREE' where slug = ${this.demo.tenant}`;
    } finally {
      await database.close();
    }
    return await Subscriber.signIn(this, this.demo, '');
  }
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Somebody who pays, or will: signed in once, and looked at in as many ways as there are. */
export class Subscriber {
  readonly tenant: string;
  readonly #all: Subscribers;
  readonly #state: State;

  private constructor(all: Subscribers, state: State, tenant: string) {
    this.#all = all;
    this.#state = state;
    this.tenant = tenant;
  }

  static nobody(all: Subscribers): Subscriber {
    return new Subscriber(all, { cookies: [], origins: [] }, '');
  }

  static async signIn(all: Subscribers, demo: Demo, tenant: string): Promise<Subscriber> {
    const context = await all.browser.newContext({ locale: 'pt-BR' });
    await signIn(await context.newPage(), demo);
    const state = await context.storageState();
    await context.close();
    return new Subscriber(all, state, tenant);
  }

  async page(more: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#all.browser.newContext({
      ...{ locale: 'pt-BR', timezoneId: 'America/Sao_Paulo', reducedMotion: 'reduce', storageState: this.#state },
      ...more,
    });
    // The loader that runs these files names functions by this, also those that are sent to the page.
    await context.addInitScript('globalThis.__name ??= (made) => made');
    return await context.newPage();
  }

  /** What its page would ask of the API. */
  async post(address: string, body: object = {}): Promise<{ request: { id: string }; checkoutUrl?: string }> {
    const page = await this.page();
    try {
      await page.goto(`${this.#all.demo.url}/plan`);
      return await page.evaluate(
        async ([to, sent]) => {
          const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
          const answer = await fetch(`/v1${to}`, { method: 'POST', headers, body: JSON.stringify(sent) });
          if (!answer.ok) throw new Error(`${to}: ${answer.status} ${await answer.text()}`);
          return await answer.json();
        },
        [address, body] as const,
      );
    } finally {
      await page.context().close();
    }
  }

  /** A plan is bought by card at Stripe's page. */
  async buy(tier: string): Promise<void> {
    const asked = { planTier: tier, billingCycle: 'month', provider: 'stripe' };
    const { checkoutUrl } = await this.post('/subscription/create', asked);
    if (!checkoutUrl) throw new Error('there is no page to pay at');
    const page = await this.page();
    await page.goto(checkoutUrl);
    await page.getByRole('button', { name: 'Assinar', exact: true }).click();
    await page.getByRole('heading', { name: 'Pronto!' }).waitFor();
    await page.context().close();
  }

  /** Waits until the subscription stands so. */
  async becomes(stands: (current: { state: string; renewal: object | null }) => boolean): Promise<void> {
    const page = await this.page();
    await page.goto(`${this.#all.demo.url}/plan`);
    for (let n = 0; n < 180; n += 1) {
      const current = await page.evaluate(async () => (await fetch('/v1/subscription/current')).json());
      if (stands(current)) return await page.context().close();
      await page.waitForTimeout(1_000);
    }
    throw new Error('the subscription did not become what the picture shows');
  }
}
