import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { LOOKS, settled } from './looks.ts';
import { type Subscriber, Subscribers } from './subscribers.ts';

// `node --import tsx tests/pictures/plans.ts --only=plan,plan-pix --into=docs/images/pages`: all that is about plans, as `npm run
// pictures` takes the rest; the providers are those of tests/simulators.
const given = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const into = given('into') ?? 'docs/images/pages';

interface Picture {
  who: Subscriber;
  at: string;
  /** What is pressed before it is taken. */
  then?: (page: Page) => Promise<void>;
}

const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
};

const FLOW = { language: 'trama/1', trigger: { type: 'manual', config: {} }, nodes: [], edges: [] };

/** Some use: flows, and runs of them. */
const use = async ({ demo }: Subscribers): Promise<void> => {
  const headers = { authorization: `Bearer ${demo.apiKey}`, 'content-type': 'application/json' };
  const post = async (address: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(`${demo.url}/v1${address}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  for (const name of [
    'Pedidos',
    'Entregas',
    'Cobranças',
    'Boas-vindas',
    'Estoque',
    'Catálogo',
    'Suporte',
    'Devoluções',
  ]) {
    const { id } = await post('/flows', { definition: { ...FLOW, name } });
    await post(`/flows/${id}/publish`, {});
    for (let n = 0; n < 3; n += 1) await post(`/flows/${id}/runs`, { data: {} });
  }
};

/** Tenants in what a subscription can be, and what is to be seen of them. */
const pictures = async (all: Subscribers): Promise<Record<string, Picture>> => {
  const pays = await all.owner();
  await pays.buy('STARTER');
  await use(all);
  const tries = await all.newcomer('Padaria da Bia', 'bia@padaria.example');
  await tries.post('/subscription/trial', { planTier: 'BUSINESS' });
  const looks = await all.newcomer('Ateliê Céu', 'bia@atelie.example');
  const pix = await all.newcomer('Mercado do Zé', 'ze@mercado.example');
  const byPix = { planTier: 'STARTER', billingCycle: 'month', provider: 'mercado_pago', method: 'pix' };
  const { request } = await pix.post('/subscription/create', byPix);
  // Of a trial that is about to end the first charge is open already, or fails.
  await all.tryFor('STARTER', { trial: 'PT45S' });
  const renews = await all.newcomer('Floricultura Lírio', 'lia@lirio.example');
  await renews.post('/subscription/trial', { planTier: 'STARTER' });
  await renews.post('/subscription/create', byPix);
  await all.tryFor('STARTER', { trial: 'PT45S', tolerance: 'PT5S' });
  const owes = await all.newcomer('Oficina do Rui', 'rui@oficina.example');
  await owes.post('/subscription/trial', { planTier: 'STARTER' });
  await owes.buy('STARTER');
  all.refuseNewest();
  await renews.becomes(({ renewal }) => renewal !== null);
  await owes.becomes(({ state }) => state === 'past_due');
  const own = (at: string, then?: Picture['then']): Picture => ({ who: pays, at, ...(then && { then }) });
  return {
    plan: own('/plan'),
    'plan-trial': { who: tries, at: '/plan' },
    'sign-up': { who: all.visitor(), at: '/sign-up' },
    'plan-subscribe': { who: looks, at: '/plan?choose=BUSINESS' },
    'plan-change': own('/plan', press('Subir para Empresa')),
    'plan-cancel': own('/plan', async (page) => {
      await press('Cancelar plano')(page);
      await page.getByRole('radio', { name: 'Está caro para o que eu uso' }).check();
    }),
    'plan-pause': own('/plan', press('Pausar')),
    'plan-pix': { who: pix, at: `/plan/success?request=${request.id}` },
    'plan-renewal': { who: renews, at: '/plan', then: press('Pagar agora') },
    'plan-owes': { who: owes, at: '/plan' },
    'plan-banner': { who: owes, at: '/flows' },
    invoices: own('/plan/invoices'),
    'billing-data': own('/plan/data'),
    'admin-figures': own('/admin/billing/figures'),
    'admin-plans': own('/admin/billing/plans'),
    'admin-offers': own('/admin/billing/offers'),
    'admin-subscriptions': own('/admin/billing/subscriptions'),
    'admin-subscription': own(`/admin/billing/subscriptions/${owes.tenant}`),
    'admin-lifecycle': own(`/admin/billing/subscriptions/${owes.tenant}/run`),
  };
};

const all = await Subscribers.open();
try {
  const taken = await pictures(all);
  const only = given('only')?.split(',') ?? Object.keys(taken);
  mkdirSync(into, { recursive: true });
  for (const [look, options] of Object.entries(LOOKS))
    for (const name of only) {
      const picture = taken[name];
      if (!picture) throw new Error(`There is no picture ${name}`);
      const page = await picture.who.page(options);
      await page.goto(all.demo.url + picture.at);
      await settled(page);
      await picture.then?.(page);
      await settled(page);
      await page.screenshot({ path: path.join(into, `${name}-${look}.png`) });
      await page.context().close();
    }
} finally {
  await all.close();
}
