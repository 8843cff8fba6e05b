import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { freePort } from '#scripts/embedded/ports.ts';
import { realClock } from '../simulators/mercado-pago/clock.ts';
import { type MercadoPagoSimulator, startMercadoPago } from '../simulators/mercado-pago/start.ts';
import { StripeSimulator } from '../simulators/stripe/stripe-simulator.ts';

/** Whoever signs up by this address looks after the installation. */
export const OPERATOR = 'caio@oficina.example';

/** Seconds that a month lasts at Stripe, where failed charges are lived through. */
const MONTH_S = 20;
/** At Mercado Pago, where a Pix of the running month is paid by hand. */
const PIX_MONTH_S = 600;

/** Plans that live as fast as Stripe's months here, by the command that a person types (docs/billing.md). */
export const sellFastPlans = async (data: string): Promise<void> => {
  // Nothing but what npm needs, as for the product itself.
  const PATH = [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const typed = ['run', '--silent', 'fast-plans', '--', '--month', String(MONTH_S)];
  await promisify(execFile)('npm', typed, { env: { PATH, HOME: homedir(), TRAMA_DATA: data } });
};

export interface Providers {
  stripe: StripeSimulator;
  mercadoPago: MercadoPagoSimulator;
  /** What the product has to be told to find both. */
  settings: Record<string, string>;
  stop(): Promise<void>;
}

/** Both providers, in real time, with the product's port: they deliver to it. */
export const startProviders = async (): Promise<Providers> => {
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const stripe = await StripeSimulator.start({ secondsAMonth: MONTH_S, retriesMs: [60_000] });
  stripe.deliveries.endpoint = { url: `${publicUrl}/hooks/billing/stripe`, secrets: ['whsec_journey'] };
  stripe.deliveries.held = false;
  const stopClock = stripe.followClock();
  const mercadoPago = await startMercadoPago({
    clock: realClock(PIX_MONTH_S * 1_000),
    notifyUrl: `${publicUrl}/hooks/billing/mercado_pago`,
    tellsByItself: true,
    signing: { secret: 'journey' },
    rules: { accessToken: 'APP_USR-journey', firstChargeAfterMs: 200 },
  });
  const settings = {
    ...{ PORT: String(port), PUBLIC_URL: publicUrl },
    ...{ STRIPE_SECRET_KEY: 'sk_test_simulator', STRIPE_WEBHOOK_SECRET: 'whsec_journey', STRIPE_API_BASE: stripe.url },
    ...{ MERCADOPAGO_ACCESS_TOKEN: 'APP_USR-journey', MERCADOPAGO_API_BASE: mercadoPago.url },
    MERCADOPAGO_WEBHOOK_SECRETS: 'journey',
    TRAMA_OPERATORS: OPERATOR,
  };
  const stop = async () => {
    stopClock();
    await Promise.all([stripe.stop(), mercadoPago.close()]);
  };
  return { stripe, mercadoPago, settings, stop };
};

/** All letters to an address, as text, the newest first; without a mail server they lie in a folder. */
export const lettersTo = (data: string, email: string): string[] => {
  const folder = path.join(data, 'mail');
  const texts = readdirSync(folder)
    .toSorted()
    .toReversed()
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
  return texts.filter((text) => text.includes(email));
};

/** A visitor makes an account for a plan, and is where that plan is asked about. */
export const signUpFor = async (
  page: Page,
  { url, data, email, plan }: Record<'url' | 'data' | 'email' | 'plan', string>,
) => {
  await page.goto(`${url}/sign-up?plan=${plan}&interval=month`);
  await page.getByLabel('Seu nome').fill('Bia Souza');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Nome da empresa').fill('Padaria da Bia');
  await page.getByRole('textbox', { name: /^Senha/ }).fill('pão quente às cinco');
  await page.getByRole('button', { name: 'Criar conta', exact: true }).click();
  const link = () => /\/sign-up-link#[\w-]+/.exec(lettersTo(data, email)[0] ?? '')?.[0] ?? '';
  await page.getByRole('heading', { name: 'Veja o seu e-mail' }).waitFor();
  await expect.poll(link).not.toBe('');
  await page.goto(url + link());
  await page.getByRole('button', { name: 'Criar conta e entrar' }).click();
  await page.waitForURL('**/plan?choose=**');
};
