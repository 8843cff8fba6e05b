import type { Locator, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { lettersTo, OPERATOR, type Providers, sellFastPlans, signUpFor, startProviders } from './paying.ts';
import { ownProductInBrowser } from './product-in-browser.ts';

let providers: Providers;
const here = ownProductInBrowser(async () => {
  providers = await startProviders();
  return providers.settings;
});
afterAll(async () => await providers?.stop());

const PATIENCE_MS = 30_000;

const visitor = async (): Promise<Page> => {
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: 'pt-BR' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
};

/** What comes by mail, from the trial to the way down. */
const TOLD = [
  ...[
    /teste do plano Inicial começou/,
    /Limite atingido: fluxos/,
    /Bem-vindo ao plano Empresa/,
    /^Fatura F-\d{4}-\d{6}/,
  ],
  ...[/Não conseguimos cobrar/, /Último aviso/, /modo leitura/, /passou para o plano Grátis/],
];
const SLOWLY = { timeout: PATIENCE_MS, interval: 500 };
const dialog = (page: Page) => page.getByRole('dialog');
const planCard = (page: Page) => page.locator('.plan-current');
const done = (page: Page) => page.getByRole('heading', { name: 'Pronto!' }).waitFor();
/** The plan's page shows the state of the moment when it was opened. */
const showsState = (page: Page, url: string, state: string) =>
  expect
    .poll(async () => {
      await page.goto(`${url}/plan`);
      await planCard(page).waitFor();
      return await planCard(page).innerText();
    }, SLOWLY)
    .toContain(state);

/** Where a month that lasts seconds ends at this moment, nothing can be bought until its charge is through: not yet, then. */
const showsAddOn = async (page: Page, url: string): Promise<boolean> => {
  await showsState(page, url, 'EM DIA');
  await page.getByRole('button', { name: 'Um a mais: Mais 5 pessoas' }).click();
  await page.getByRole('button', { name: 'Ver o que muda' }).click();
  const price = dialog(page).getByText('Mais 5 pessoas, até o fim do período');
  return await price.waitFor({ timeout: PATIENCE_MS / 3 }).then(
    () => true,
    () => false,
  );
};

/** Pays what a dialog shows, and gives its digits. A price that a month's end made wrong meanwhile is shown anew. */
const payShown = async (page: Page, ended: Locator): Promise<string> => {
  const again = page.getByText('Calculamos de novo');
  for (;;) {
    const total = await dialog(page).locator('tfoot td').innerText();
    await dialog(page)
      .getByRole('button', { name: /^Pagar/ })
      .click();
    await ended.or(again).first().waitFor();
    if (!(await again.isVisible())) return total.replaceAll(/\D/g, '');
    await again.waitFor({ state: 'hidden' });
  }
};

/** Leaves the provider's page without paying: nothing was charged, and a click leads to it again. */
const turnBack = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Voltar sem pagar' }).click();
  await page.waitForURL('**/plan/error?request=**');
  await page.getByRole('heading', { name: 'O pagamento não foi concluído' }).waitFor();
  await page.getByRole('link', { name: 'Voltar ao pagamento' }).click();
};

/** A flow that does nothing, published where it is the first. */
const makeFlow = (page: Page, name: string, publish: boolean): Promise<string> =>
  page.evaluate(
    async ([given, live]) => {
      const post = (path: string, body: unknown) =>
        fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      const definition = {
        language: 'trama/1',
        name: given,
        trigger: { type: 'manual', config: {} },
        nodes: [],
        edges: [],
      };
      const { id } = await (await post('/v1/flows', { definition })).json();
      if (live) await post(`/v1/flows/${id}/publish`, {});
      return String(id);
    },
    [name, publish] as const,
  );

test('a plan is tried, outgrown, bought, changed pro rata, not paid, lost, and bought back', {
  timeout: 240_000,
}, async () => {
  const { url } = here.demo;
  const { data } = here.product;
  await sellFastPlans(data);
  const page = await visitor();
  const email = 'bia@padaria.example';

  // Tried.
  await signUpFor(page, { url, data, email, plan: 'STARTER' });
  await dialog(page)
    .getByRole('button', { name: /^Começar o teste de/ })
    .click();
  await page.getByText('O teste começou').waitFor();
  await planCard(page).getByText('em teste').waitFor();

  // Outgrown: the second flow is one too many, and the prompt says which plan has room.
  await makeFlow(page, 'Pedidos', true);
  await page.goto(`${url}/flows/${await makeFlow(page, 'Entregas', false)}`);
  await page.getByRole('button', { name: 'Publicar' }).click();
  await dialog(page).getByRole('button', { name: 'Publicar' }).click();
  await dialog(page).getByText('Você chegou ao limite: Fluxos').waitFor();
  await dialog(page).getByText('1 de 1').waitFor();
  await dialog(page).getByRole('button', { name: 'Subir para Empresa' }).click();

  // Bought by Stripe: the first charge comes when the trial is over.
  await dialog(page).getByRole('radio', { name: 'Cartão de crédito' }).check();
  await dialog(page).getByRole('button', { name: 'Ir para o pagamento' }).click();
  await page.getByRole('button', { name: 'Assinar', exact: true }).click();
  await page.waitForURL('**/plan/success?request=**');
  await done(page);
  const operator = await meanwhileByMercadoPago();

  // Changed: what is shown is what is charged.
  await expect.poll(() => showsAddOn(page, url), { ...SLOWLY, timeout: 2 * PATIENCE_MS }).toBe(true);
  const ended = planCard(page)
    .getByText('Mais 5 pessoas')
    .or(page.getByRole('heading', { name: 'Pronto!' }));
  const shown = await payShown(page, ended);
  const paid = await page.evaluate(async () => (await (await fetch('/v1/subscription/payments')).json()).data);
  expect(paid.map((one: { amount: { amount: number } }) => String(one.amount.amount))).toContain(shown);

  // Not paid: the next charge is refused, and somebody hears of it wherever they are.
  await page.goto(`${url}/plan`);
  await page.getByRole('button', { name: 'Trocar cartão' }).click();
  await page.getByLabel('Número do cartão').fill('4000 0000 0000 0341');
  await page.getByRole('button', { name: 'Salvar cartão' }).click();
  await page.waitForURL(`${url}/plan`);
  const state = () => page.evaluate(async () => (await (await fetch('/v1/me')).json()).entitled.state);
  await expect.poll(state, SLOWLY).toMatch(/past_due|grace/);
  await page.goto(`${url}/flows`);
  await page.getByText(/A última cobrança não passou|A conta está só para leitura/).waitFor();

  // Lost: the plan is the free one, what was made is still there.
  await showsState(page, url, 'GRÁTIS');
  const subjects = () => lettersTo(data, email).map((letter) => /^Subject: (.*)$/m.exec(letter)?.[1]);
  await expect.poll(subjects, SLOWLY).toEqual(expect.arrayContaining(TOLD.map((one) => expect.stringMatching(one))));
  expect(await page.evaluate(async () => (await (await fetch('/v1/flows')).json()).data.length)).toBe(2);

  // Bought back.
  await page.goto(`${url}/plan?choose=BUSINESS`);
  await dialog(page).getByRole('radio', { name: 'Cartão de crédito' }).check();
  await dialog(page).getByRole('button', { name: 'Ir para o pagamento' }).click();
  await turnBack(page);
  await page.getByRole('button', { name: 'Assinar', exact: true }).click();
  await done(page);
  await showsState(page, url, 'EM DIA');
  await operatorSees(operator, await page.evaluate(async () => (await (await fetch('/v1/me')).json()).tenant.id));
});

/** Another visitor, while the first one's trial goes by: bought by Mercado Pago, and gone up by a Pix. */
const meanwhileByMercadoPago = async (): Promise<Page> => {
  const { url } = here.demo;
  const page = await visitor();
  await signUpFor(page, { url, data: here.product.data, email: OPERATOR, plan: 'STARTER' });
  await dialog(page).getByRole('radio', { name: 'Mercado Pago', exact: true }).check();
  await dialog(page).getByRole('button', { name: 'Ir para o pagamento' }).click();
  await page.getByRole('button', { name: 'Autorizar com cartão', exact: true }).click();
  await page.waitForURL('**/plan/success?request=**');
  await done(page);
  await page.goto(`${url}/plan?choose=BUSINESS`);
  await dialog(page).getByText('O que não foi usado de Inicial').waitFor();
  await dialog(page)
    .getByRole('button', { name: /^Pagar/ })
    .click();
  await page.getByRole('heading', { name: 'Pague com Pix' }).waitFor();
  await page.getByRole('img', { name: 'Código QR do Pix' }).waitFor();
  const bank = await page.context().newPage();
  await bank.goto(`${providers.mercadoPago.url}/control`);
  await bank.getByRole('button', { name: /^Pagar/ }).click();
  await done(page);
  await page.getByRole('link', { name: 'Ver meu plano' }).click();
  await planCard(page).getByText('Empresa').first().waitFor();
  return page;
};

/** Where the lifecycle has been by then: wishes, a charge that failed, what was told, the days of grace, the end. */
const STATIONS = ['atender', 'teste', 'ativa', 'devendo', 'deveAviso', 'carencia', 'gratis'];

/** An operator looks at the first visitor's run: on its canvas, and at Temporal. */
const operatorSees = async (page: Page, tenant: string): Promise<void> => {
  await page.goto(`${here.demo.url}/admin/billing/subscriptions/${tenant}/run`);
  await page.locator('.react-flow__node').first().waitFor();
  const { run, steps } = await page.evaluate(
    async (id) => (await fetch(`/v1/admin/billing/subscriptions/${id}/run`)).json(),
    tenant,
  );
  expect(steps.map(({ node }: { node: string }) => node)).toEqual(expect.arrayContaining(STATIONS));
  expect(run.status).toBe('waiting');
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Abrir no Temporal' }).click();
  await (await opened).getByText('Running').first().waitFor();
};
