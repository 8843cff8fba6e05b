import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { signIn } from './drawing.ts';
import { ensureOperator, OPERATOR } from './operator.ts';
import { productInBrowser } from './product-in-browser.ts';

/** Somebody else was there before: each dialog of operators says so, says what to do, and keeps what was typed. */
const here = productInBrowser();
const mark = randomBytes(3).toString('hex');
let page: Page;
beforeAll(async () => {
  await ensureOperator();
  const context = await here.browser.newContext({ locale: 'pt-BR', viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, { ...here.demo, ...OPERATOR });
});

const dialog = () => page.getByRole('dialog');
const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
const open = (part: string) => page.goto(`${here.demo.url}/admin/billing/${part}`);
/** As another operator does it meanwhile. */
const meanwhile = async (path: string, body: object): Promise<void> => {
  const status = await page.evaluate(
    async ([where, what]) => {
      const headers = { 'Content-Type': 'application/json' };
      const sent = { method: 'PUT', headers, credentials: 'same-origin' as const, body: JSON.stringify(what) };
      return (await fetch(`/v1/admin/billing/${where}`, sent)).status;
    },
    [path, { ...body, reason: 'outra pessoa' }] as const,
  );
  expect(status).toBeLessThan(300);
};
const overtaken = async (button: string): Promise<void> => {
  await dialog().getByLabel('Motivo').fill('combinado por telefone');
  await dialog().getByRole('button', { name: button, exact: true }).click();
  await dialog().getByText('Alguém mudou isto antes de você, e nada foi salvo.').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Cancelar' }).click();
  await dialog().waitFor({ state: 'detached' });
};

test('a flag that somebody changed is told in its dialog, and opened again it is what it is now', async () => {
  const key = `junto-${mark}`;
  const rule = { on: true, percentage: 10, plans: [], tenants: [], except: [] };
  await open('flags');
  await meanwhile(`flags/${key}`, { rule });
  await page.reload();
  await press(new RegExp(`${key}.*10 %`));
  await press('Editar');
  await dialog().getByLabel('Para quantas contas').fill('50');
  await meanwhile(`flags/${key}`, { rule: { ...rule, percentage: 70 } });
  await overtaken('Salvar');
  await press(new RegExp(`${key}.*70 %`));
  await meanwhile(`flags/${key}`, { rule: { ...rule, percentage: 80 } });
  await press('Voltar a esta: Revisão 1');
  await overtaken('Voltar a esta');
  await page.getByRole('button', { name: new RegExp(`${key}.*80 %`) }).waitFor();
});

test('a plan and the words of a notice that somebody changed: what was typed stays, and the list has what counts', async () => {
  const tier = `JUNTO_${mark.toUpperCase()}`;
  const head = { family: 'comparison', ranksAs: 'STARTER', sort: 950, public: false };
  await open('plans');
  await meanwhile(`plans/${tier}`, head);
  await page.reload();
  await press(`Tirar de venda: ${tier}`);
  await meanwhile(`plans/${tier}`, { ...head, sort: 951 });
  await overtaken('Tirar de venda');

  await open('notices?notice=trial_ended');
  const words = { subject: `Outra ${mark}`, body: 'Acabou.', button: 'Ver', short: 'Acabou.' };
  await page.getByLabel('Assunto').fill(`Minha ${mark}`);
  await meanwhile('notices/trial_ended/pt-BR', { words });
  await press('Salvar');
  await overtaken('Salvar');
  expect(await page.getByLabel('Assunto').inputValue()).toBe(`Minha ${mark}`);
  await press('Todos os avisos');
  await press(new RegExp(`Outra ${mark}`));
  await expect.poll(() => page.getByLabel('Assunto').inputValue()).toBe(`Outra ${mark}`);
  await press('Voltar ao original');
  await dialog().getByLabel('Motivo').fill('fim da prova');
  await dialog().getByRole('button', { name: 'Voltar ao original', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
});

test('accounts are shown page by page, and those that are looked for as well', async () => {
  const account = (n: number) => ({
    ...{
      tenant: { id: `ten_${String(n).padStart(32, '0')}`, name: `Conta ${n}`, slug: `conta-${n}`, status: 'active' },
    },
    ...{ state: 'free', access: 'full', plan: { tier: 'FREE', number: 1 }, interval: null, provider: null },
    ...{ mrr: { amount: 0, currency: 'BRL' }, periodEnd: null, trialEndsAt: null, failedAt: null, compUntil: null },
    ...{ pending: null, doubtful: 0 },
  });
  await page.route('**/v1/admin/billing/subscriptions?*', (asked) => {
    const { searchParams } = new URL(asked.request().url());
    const from = searchParams.get('cursor') === 'two' ? 3 : 1;
    return asked.fulfill({ json: { data: [account(from), account(from + 1)], nextCursor: from === 1 ? 'two' : null } });
  });
  await open('subscriptions?q=conta');
  await page.getByText('Conta 2', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Mais', exact: true }).click();
  await page.getByText('Conta 4', { exact: true }).waitFor();
  expect(await page.getByText(/^Conta \d$/).count()).toBe(4);
  expect(await page.getByRole('button', { name: 'Mais', exact: true }).count()).toBe(0);
});
