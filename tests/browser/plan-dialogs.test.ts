import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';
import { brl, NEXT, OWES, on, openStanding, PAUSED, PAYS, PLAN, wish } from './standing.ts';

/**
 * What is asked before something is charged or ends. How a subscription came to stand so is told elsewhere (subscription.test.ts,
 * and the tests of the domain): here it is said that it does, as the API says it.
 */
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

test('who owes and cancels is told that it ends at once, and what was sent again is one cancellation', async () => {
  await opened(OWES);
  const keys: (string | undefined)[] = [];
  await page.route('**/v1/subscription/cancel', async (asked) => {
    keys.push(asked.request().headers()['idempotency-key']);
    if (keys.length === 1) return await asked.abort();
    await asked.fulfill({ json: { canceledAt: on(-1 / 24), request: wish('cancel') } });
  });
  await press('Cancelar plano');
  await dialog().getByText('O plano acaba agora').waitFor();
  expect(await dialog().getByText('Tudo continua como está').count()).toBe(0);
  await dialog().getByRole('radio', { name: 'Outro motivo' }).check();
  await press('Cancelar agora');
  await page.getByText('Sem conexão com o servidor').first().waitFor();
  await press('Cancelar agora');
  await page.getByText('Cancelado. O plano vira o grátis em instantes.').waitFor();
  expect(keys).toEqual([expect.any(String), keys[0]]);
});

test('a cancellation ends with the last of what is paid and given, and says that day', async () => {
  const gift = '2099-03-09T15:00:00.000Z';
  await opened({ ...PAYS, compUntil: gift });
  await page.route('**/v1/subscription/cancel', (asked) =>
    asked.fulfill({ json: { canceledAt: gift, request: wish('cancel') } }),
  );
  await press('Cancelar plano');
  await dialog().getByText('Tudo continua como está até 09/03/2099').waitFor();
  await dialog().getByRole('radio', { name: 'Outro motivo' }).check();
  await dialog().getByRole('button', { name: 'Cancelar o plano', exact: true }).click();
  await page.getByText('Cancelado. O plano fica até 09/03/2099.').waitFor();
});

test('going on after a pause is charged by nobody who has not seen what it costs', async () => {
  await opened(PAUSED);
  const preview = {
    ...{
      id: `prv_${'1'.repeat(32)}`,
      when: 'now',
      at: on(0),
      total: brl(4_850),
      left: brl(0),
      freezes: [],
      expiresAt: on(1),
    },
    ...{ lines: [{ kind: 'debit', key: 'STARTER', name: 'Inicial', amount: brl(4_850) }] },
    next: { ...NEXT, at: '2099-03-09T15:00:00.000Z' },
  };
  const sent: unknown[] = [];
  await page.route('**/v1/subscription/preview', (asked) => {
    sent.push(['preview', asked.request().postDataJSON()]);
    return asked.fulfill({ json: preview });
  });
  await page.route('**/v1/subscription/resume', (asked) => {
    sent.push(['resume', asked.request().postDataJSON()]);
    return asked.fulfill({ json: { checkoutUrl: null, request: wish('resume') } });
  });
  await press('Voltar agora');
  await dialog().getByText('Inicial, até o fim do período').waitFor();
  await dialog().getByText('Depois, R$ 97 a cada renovação, a partir de 09/03/2099.').waitFor();
  expect(sent).toEqual([['preview', { resume: true }]]);
  await dialog()
    .getByRole('button', { name: /Pagar R\$\s48,50 e voltar/ })
    .click();
  await page.getByText('O plano voltou.').waitFor();
  expect(sent.slice(1)).toEqual([['resume', { preview: preview.id }]]);
});

test('an add-on that is not sold any more stays where another one changes', async () => {
  const old = { key: 'addon:old-thing', name: 'Coisa antiga', quantity: 2, unit: brl(1_500) };
  await opened({ ...PAYS, items: [PLAN, old] });
  const sent: unknown[] = [];
  await page.route('**/v1/subscription/preview', (asked) => {
    sent.push(asked.request().postDataJSON());
    return asked.abort();
  });
  const row = page.locator('.plan-add-ons > li').filter({ hasText: 'Coisa antiga' });
  await row.getByText('Não é mais vendido').waitFor();
  expect(await row.getByRole('button', { name: 'Um a mais: Coisa antiga' }).isDisabled()).toBe(true);
  await press('Um a mais: Mais um número de WhatsApp');
  await press('Ver o que muda');
  await expect.poll(() => sent.length).toBeGreaterThan(0);
  const wanted = [
    { key: 'whatsapp-instance', quantity: 1 },
    { key: 'old-thing', quantity: 2 },
  ];
  expect(sent[0]).toEqual({ addOns: wanted });
});

test('where the use cannot be read the page says so, and asks again', async () => {
  await opened(PAYS);
  await page.route('**/v1/subscription/usage', (asked) => asked.fulfill({ status: 500, json: {} }), { times: 1 });
  await page.reload();
  const usage = page.getByRole('region', { name: 'Uso', exact: true });
  await usage.getByRole('alert').waitFor();
  await usage.getByRole('button', { name: 'Tentar de novo' }).click();
  await usage.getByRole('listitem').first().waitFor();
});
