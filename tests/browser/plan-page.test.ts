import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';
import { brl, NEXT, OWES, on, openStanding, PAUSED, PAYS, wish } from './standing.ts';

/** What the plan's page says and lets one do of a subscription that stands so; how it came to is told elsewhere. */
const here = productInBrowser();
let page: Page;
beforeAll(async () => {
  const context = await here.browser.newContext({ locale: 'pt-BR', viewport: { width: 1440, height: 1000 } });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
});

const dialog = () => page.getByRole('dialog');
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const opened = (stands: object) => openStanding(page, here.demo, () => stands);

const PREVIEW = {
  ...{
    id: `prv_${'1'.repeat(32)}`,
    when: 'period_end',
    at: on(20),
    lines: [],
    total: brl(0),
    left: brl(0),
    freezes: [],
  },
  ...{ next: null, expiresAt: on(1) },
};
const BUSINESS = {
  ...PAYS,
  plan: { tier: 'BUSINESS', name: 'Empresa', number: 1 },
  items: [{ key: 'BUSINESS', name: 'Empresa', quantity: 1, unit: brl(29_700) }],
};
const previewed = (more: object) =>
  page.route('**/v1/subscription/preview', (asked) => asked.fulfill({ json: { ...PREVIEW, ...more } }));

test('a smaller plan whose wide limit is none and whose narrow one is full can be confirmed', async () => {
  await opened(BUSINESS);
  const items = [1, 2, 3].map((n) => ({ id: `con_${n}`, name: `Número ${n}`, keeps: n === 1 }));
  await previewed({ freezes: [{ feature: 'connections', limit: -1, items }] });
  const sent: unknown[] = [];
  await page.route('**/v1/subscription/change', (asked) => {
    sent.push(asked.request().postDataJSON());
    return asked.fulfill({ json: { checkoutUrl: null, request: wish('change') } });
  });
  await press('Descer para Inicial');
  await dialog().getByLabel('Número 2').check();
  await press('Confirmar mudança');
  await page.getByText('Mudança agendada.').waitFor();
  expect(sent).toEqual([{ preview: PREVIEW.id, keep: { connections: ['con_2', 'con_1'] } }]);
});

test('once the price is counted, Enter confirms it', async () => {
  await opened(BUSINESS);
  await page.route('**/v1/subscription/preview', async (asked) => {
    await page.getByRole('status', { name: 'Calculando…' }).waitFor();
    await asked.fulfill({ json: PREVIEW });
  });
  await press('Descer para Inicial');
  const confirm = dialog().getByRole('button', { name: 'Confirmar mudança' });
  await confirm.waitFor();
  await expect.poll(() => confirm.evaluate((one) => one === document.activeElement)).toBe(true);
});

test('who is read only for want of a payment may leave', async () => {
  await opened({ ...PAUSED, state: 'grace', failedAt: on(-9), downgradeAt: on(3) });
  await press('Cancelar plano');
  await dialog().getByText('O plano acaba agora').waitFor();
});

const dayIn = (timeZone: string, instant: string): string =>
  new Date(instant).toLocaleDateString('pt-BR', { day: '2-digit', month: '2-digit', timeZone });

test('a pause with an end says when it goes on by itself, and what is charged then', async () => {
  await opened(PAYS);
  const sent: { until?: string }[] = [];
  await page.route('**/v1/subscription/pause', (asked) => {
    sent.push(asked.request().postDataJSON());
    return asked.fulfill({ json: { request: wish('pause') } });
  });
  await press('Pausar');
  const ends = dialog().getByText(/Em \d\d\/\d\d(\/\d{4})? ela volta sozinha.*no máximo R\$\s97/);
  await ends.waitFor();
  await dialog().getByRole('radio', { name: 'Até eu voltar' }).check();
  await ends.waitFor({ state: 'detached' });
  await dialog().getByText('ela só volta quando você voltar').waitFor();
  await dialog().getByRole('radio', { name: '2 meses' }).check();
  const said = await ends.innerText();
  await dialog().getByRole('button', { name: 'Pausar', exact: true }).click();
  await page.getByText('Em pausa.', { exact: true }).waitFor();
  // Days on the page are the tenant's, whatever the day is where the test runs.
  const day = dayIn('America/Sao_Paulo', sent[0]?.until ?? '');
  expect(said).toContain(day);

  await opened({ ...PAUSED, pausedUntil: '2099-03-09T15:00:00.000Z' });
  const card = page.locator('.plan-next');
  await card.getByText(/Em 09\/03\/2099 a assinatura volta sozinha.*no máximo R\$\s97/).waitFor();
  await card.getByText('até lá, ou até você voltar antes, a conta fica só para leitura').waitFor();
});

const LESS = { ...NEXT, amount: brl(1_850), coupon: brl(4_850), code: 'METADE', credit: brl(3_000) };

test('the next charge is shown as it is made, with what came off it, on the page and before a change', async () => {
  await opened({ ...PAYS, next: LESS, credit: brl(5_000) });
  const card = page.locator('.plan-next');
  await card
    .getByText(/Próxima cobrança: R\$\s18,50 em .*: R\$\s97 menos R\$\s48,50 do cupom METADE e R\$\s30 de/)
    .waitFor();
  await card.getByText(/Crédito na conta: R\$\s20/).waitFor();
  await previewed({ next: LESS });
  await press('Subir para Empresa');
  await dialog()
    .getByText(/Próxima cobrança: R\$\s18,50 em .* do cupom METADE/)
    .waitFor();
});

test('a price that is over before its time says why, and is counted again', async () => {
  await opened(PAYS);
  await previewed({ when: 'now', total: brl(1_000), expiresAt: on(1) });
  await page.route('**/v1/subscription/change', (asked) =>
    asked.fulfill({ status: 409, json: { status: 409, code: 'conflict', title: 'x', reason: 'preview_over' } }),
  );
  await press('Subir para Empresa');
  await dialog()
    .getByRole('button', { name: /^Pagar/ })
    .click();
  await page.getByText('O plano ou o período mudou desde que este valor foi calculado.').waitFor();
});

test('who comes for a plan is asked about it, each time; who cannot have it now is told why instead', async () => {
  await opened(PAYS);
  await previewed({ when: 'now', total: brl(1_000) });
  const come = () =>
    page.evaluate(() => {
      history.pushState(null, '', '/plan?choose=BUSINESS');
      dispatchEvent(new PopStateEvent('popstate'));
    });
  for (const _time of [1, 2]) {
    await come();
    await dialog()
      .getByRole('button', { name: /^Pagar/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  }
  await opened(OWES);
  await come();
  await page.getByText('acerte o pagamento, e depois mude de plano').first().waitFor();
  expect(await dialog().count()).toBe(0);
});

test('time that was given is nobody’s subscription: nothing is paused, and no add-on is reviewed', async () => {
  await opened({ ...PAYS, provider: null, next: null, compUntil: on(20), amount: brl(0), items: [] });
  await page.getByText('Cortesia nossa até').waitFor();
  expect(await page.getByRole('button', { name: 'Pausar', exact: true }).count()).toBe(0);
  await page.getByText('Complementos acompanham os planos pagos.').waitFor();
});

const RENEWAL = {
  amount: brl(9_700),
  pix: { code: '00020126580014br.gov.bcb.pix', image: null, expiresAt: on(3) },
  url: null,
  periodStart: on(2),
};

test('while a Pix is looked at nothing is asked but whether it was paid, and nothing else is lost', async () => {
  let paid = false;
  await openStanding(page, here.demo, () => ({ ...PAYS, provider: 'manual', renewal: paid ? null : RENEWAL }));
  await page.route('**/v1/subscription/marketplaces', (asked) =>
    asked.fulfill({ json: { all: ['olx', 'shopee'], fixed: [], chosen: ['olx'], choose: 2, changesAt: null } }),
  );
  await page.reload();
  await page.getByLabel('Shopee').check();
  await press('Pagar agora');
  await dialog().getByRole('button', { name: 'Copiar código Pix' }).waitFor();
  const asked: string[] = [];
  page.on('request', (one) => asked.push(new URL(one.url()).pathname));
  await expect.poll(() => asked.filter((one) => one.endsWith('/subscription/current')).length).toBeGreaterThan(1);
  expect(asked.filter((one) => !one.endsWith('/subscription/current') && one.includes('/subscription/'))).toEqual([]);
  paid = true;
  await dialog().waitFor({ state: 'detached' });
  expect(await page.getByLabel('Shopee').isChecked()).toBe(true);
});

test('a pause that was not taken is no payment that failed, and why is said in words', async () => {
  await page.unrouteAll({ behavior: 'wait' });
  const refused = wish('pause', { status: 'refused', reason: 'change_pending' });
  await page.route('**/v1/subscription/requests/*', (asked) => asked.fulfill({ json: refused }));
  await page.goto(`${here.demo.url}/plan/success?request=${refused.id}`);
  await page.getByRole('heading', { name: 'O pedido não foi aceito' }).waitFor();
  await page.getByText('Uma mudança já está marcada. Desfaça-a primeiro.').waitFor();
});

test('the story of years is told page by page', async () => {
  await page.unrouteAll({ behavior: 'wait' });
  const months = (from: number, to: number) =>
    Array.from({ length: from - to + 1 }, (_, i) => ({
      ...{ at: on(-30 * (40 - from + i)), kind: 'payment', text: `Pagamento do mês ${from - i}.` },
    }));
  await page.route(/\/v1\/subscription\/story(\?|$)/, (asked) => {
    const isFirst = new URL(asked.request().url()).searchParams.get('cursor') === null;
    const waits = { text: 'A próxima renovação.', until: on(20) };
    return asked.fulfill({
      json: { data: isFirst ? months(40, 21) : months(20, 1), nextCursor: isFirst ? 'c' : null, waits },
    });
  });
  await page.goto(`${here.demo.url}/plan`);
  const story = page.locator('section', { has: page.getByRole('heading', { name: 'História' }) });
  await story.getByText('Pagamento do mês 21.').waitFor();
  expect(await story.getByText('Pagamento do mês 20.').count()).toBe(0);
  await story.getByRole('button', { name: 'Mais' }).click();
  await story.getByText('Pagamento do mês 1.').waitFor();
  expect(await story.getByRole('listitem').count()).toBe(40);
  expect(await story.getByRole('button', { name: 'Mais' }).count()).toBe(0);
});
