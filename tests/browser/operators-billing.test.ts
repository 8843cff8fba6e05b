import { randomBytes } from 'node:crypto';
import type { Page, Route } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Demo } from '#scripts/run.ts';
import { faultsOf } from './axe.ts';
import { signIn } from './drawing.ts';
import { ensureOperator, OPERATOR } from './operator.ts';
import { ownShop } from './own-shop.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
const mark = randomBytes(3).toString('hex').toUpperCase();
let page: Page;
let owner: Page;
/** An account that has no more than FREE: the one of all tests was granted the largest plan. */
let free: Demo;

const opened = async (): Promise<Page> => {
  // Where people are it is another day than in UTC for three hours of each.
  const people = { locale: 'pt-BR', timezoneId: 'America/Sao_Paulo' };
  const context = await here.browser.newContext({ ...people, viewport: { width: 1440, height: 900 } });
  const made = await context.newPage();
  made.setDefaultTimeout(20_000);
  return made;
};
beforeAll(async () => {
  await ensureOperator();
  free = await ownShop('FREE');
  [page, owner] = await Promise.all([opened(), opened()]);
  await Promise.all([signIn(owner, free), signIn(page, { ...here.demo, ...OPERATOR })]);
});

const dialog = () => page.getByRole('dialog');
const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
const tab = (name: string) =>
  page.getByRole('navigation', { name: 'Planos e cobrança' }).getByRole('link', { name, exact: true }).click();
/** What is asked of an operator each time. */
const because = async (button: string): Promise<void> => {
  await dialog().getByLabel('Motivo').fill('combinado por telefone');
  await dialog().getByRole('button', { name: button, exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
};
const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });

test('an operator writes a plan, sells it and takes it out of sale, and makes a coupon', async () => {
  const tier = `TESTE_${mark}`;
  await page.goto(`${here.demo.url}/admin`);
  await press('Planos e cobrança');
  await tab('Planos');
  await press('Novo plano');
  await dialog().getByLabel('Nome técnico').fill(tier);
  await dialog().getByLabel('Aparece para todos').uncheck();
  await because('Novo plano');
  await page.getByRole('heading', { name: `Rascunho de ${tier}` }).waitFor();
  await page.getByLabel('Nome (português)').fill('Plano de teste');
  await page.getByLabel('Nome (inglês)').fill('Plan of a test');
  await page.getByLabel('Descrição (português)').fill('Para a prova');
  await page.getByLabel('Descrição (inglês)').fill('For the proof');
  await page.getByLabel('Por mês, em reais', { exact: true }).fill('49,90');
  await page.getByLabel('Execuções', { exact: true }).fill('5000');
  await page.getByRole('group', { name: 'Passo 2' }).getByLabel('Aviso').selectOption('Último aviso');
  await press('Tirar o passo 3');
  await press('Guardar rascunho');
  await because('Guardar rascunho');
  expect(await faultsOf(page)).toEqual([]);
  await press('Publicar');
  await because('Publicar');
  await row(tier).getByText('R$ 49,90 por mês').waitFor();
  await press(`Tirar de venda: ${tier}`);
  await because('Tirar de venda');
  await row(tier).getByText('fora de venda').waitFor();

  await tab('Adicionais');
  await press('Novo cupom');
  await dialog().getByLabel('Código').fill(`volta-${mark}`);
  await dialog().getByLabel('Vale até').fill('2030-11-30');
  await because('Criar');
  const ends = () =>
    page.evaluate(async (code) => {
      const { data } = await (await fetch('/v1/admin/billing/coupons')).json();
      return data.find((one: { code: string }) => one.code === code)?.expiresAt;
    }, `VOLTA-${mark}`);
  // Looked at and saved, it lasts no day longer.
  for (let n = 0; n < 2; n++) {
    expect(await ends()).toBe('2030-12-01T02:59:59.000Z');
    await row(`VOLTA-${mark}`).getByRole('button').click();
    expect(await dialog().getByLabel('Vale até').inputValue()).toBe('2030-11-30');
    await because('Salvar');
  }
  expect(await ends()).toBe('2030-12-01T02:59:59.000Z');
  await row(`VOLTA-${mark}`).getByText('desconta 20% em 3 períodos').waitFor();
  expect(await faultsOf(page)).toEqual([]);
});

test('a notice that there is not is named in the step that has it, and nothing is saved before another is chosen', async () => {
  await page.route('**/v1/admin/billing/plans', async (asked) => {
    const answer = await asked.fetch();
    const { data } = await answer.json();
    // As an operator could type it before there was a list.
    for (const { tier, live } of data) if (tier === 'BUSINESS') live.dunning[1].notice = 'payment_failed_agian';
    await asked.fulfill({ response: answer, json: { data } });
  });
  await page.goto(`${here.demo.url}/admin/billing/plans`);
  await press('Editar: BUSINESS');
  await page.getByText('Não há aviso de cobrança payment_failed_agian').waitFor();
  const save = page.getByRole('button', { name: 'Guardar rascunho' });
  expect(await save.isEnabled()).toBe(false);
  await page.getByRole('group', { name: 'Passo 2' }).getByLabel('Aviso').selectOption('Ainda não passou');
  expect(await save.isEnabled()).toBe(true);
  await page.unrouteAll({ behavior: 'wait' });
});

test('an operator finds an account, gives it time of a plan and more than that, and sees its run go on', async () => {
  await page.goto(`${here.demo.url}/admin/billing/subscriptions`);
  await page.getByLabel('Procurar por nome, endereço ou id').fill(free.tenant);
  const found = page.getByRole('link', { name: /Oficina Demo/ });
  await expect.poll(() => found.count(), { timeout: 20_000 }).toBe(1);
  await found.click();
  await press('Dar tempo de plano');
  await dialog().getByLabel('Plano').selectOption('BUSINESS');
  // The answer is lost on the way: what is sent again is the same gift.
  const lose = async (asked: Route): Promise<void> => {
    await asked.fetch();
    await asked.abort();
  };
  await page.route('**/comp', lose, { times: 1 });
  await dialog().getByLabel('Motivo').fill('combinado por telefone');
  await dialog().getByRole('button', { name: 'Dar tempo de plano', exact: true }).click();
  await dialog().getByRole('alert').waitFor();
  await because('Dar tempo de plano');
  const wish = page.getByRole('list', { name: 'Pedidos' }).getByRole('listitem');
  await expect
    .poll(
      async () => {
        await page.reload();
        await wish.first().waitFor();
        return wish.first().innerText();
      },
      { timeout: 30_000, interval: 500 },
    )
    .toContain('feito');
  expect(await wish.count()).toBe(1);
  await page.getByText('BUSINESS · versão').waitFor();

  await press('Dar ou tirar');
  await dialog().getByLabel('Sem limite').check();
  await because('Dar');
  await page.getByText('Execuções: sem limite').waitFor();
  expect(await faultsOf(page)).toEqual([]);

  await page.getByRole('link', { name: 'Ver o fluxo ao vivo' }).click();
  await page.locator('.react-flow__node').first().waitFor();
  await page.getByText('Esperando', { exact: true }).waitFor();
  await page.getByText('Escolha um passo para ver').waitFor();

  await owner.goto(`${here.demo.url}/settings/audit`);
  await owner.getByText('deu um tempo de plano a esta conta').waitFor();
  await owner.getByText('mudou o limite ou recurso runs desta conta').waitFor();
});

test('what was granted is called that, and no time of less is given in its place', async () => {
  await page.goto(`${here.demo.url}/admin/billing/subscriptions`);
  await page.getByLabel('Procurar por nome, endereço ou id').fill(here.demo.tenant);
  const found = page.getByRole('link', { name: /Oficina Demo/ });
  await expect.poll(() => found.count(), { timeout: 20_000 }).toBe(1);
  await found.getByText('combinada', { exact: true }).waitFor();
  await found.click();
  await press('Dar tempo de plano');
  await dialog().getByLabel('Plano').selectOption('BUSINESS');
  await dialog().getByLabel('Motivo').fill('combinado por telefone');
  await dialog().getByRole('button', { name: 'Dar tempo de plano', exact: true }).click();
  await dialog().getByText('A conta já tem, por acordo e sem prazo, um plano igual ou maior.').waitFor();
  await dialog().getByRole('button', { name: 'Cancelar' }).click();
  await dialog().waitFor({ state: 'detached' });

  for (const [chosen, plan] of [
    ['Nenhum: vale o FREE', 'FREE'],
    ['ENTERPRISE', 'ENTERPRISE'],
  ] as const) {
    await press('Plano combinado');
    expect(await dialog().getByRole('button', { name: 'Guardar' }).isEnabled()).toBe(false);
    await dialog().getByLabel('Plano').selectOption(chosen);
    await because('Guardar');
    await page.getByText(`${plan} · versão`).waitFor();
  }
  expect(await faultsOf(page)).toEqual([]);
});

test('an operator imports licences for life, and an owner turns one into a year', async () => {
  await page.goto(`${here.demo.url}/admin/billing/licences`);
  await press('Importar lista');
  await dialog().getByLabel('Lista').fill(`${free.email},CHAVE-${mark}-1,Ouro ${mark}`);
  await dialog().getByRole('button', { name: 'Conferir' }).click();
  await dialog().getByText('1 novas').waitFor();
  await because('Importar lista');
  await owner.goto(`${here.demo.url}/settings/computers`);
  await owner.getByRole('button', { name: 'Resgatar' }).click();
  await owner.getByText(new RegExp(`Ouro ${mark} resgatada: BUSINESS até`)).waitFor();
  expect(await faultsOf(owner)).toEqual([]);
  await owner.getByRole('button', { name: 'Resgatar' }).click();
  await owner.getByText('Esta licença já foi resgatada.').waitFor();
  await page.getByLabel('E-mail ou chave inteiros').fill(`chave ${mark} 1`);
  await page.getByText(new RegExp(`Ouro ${mark} · resgatada por Oficina Demo`)).waitFor();
});

test('an operator looks at figures, changes the words of a notice, and rolls a part of the product out and back', async () => {
  await page.goto(`${here.demo.url}/admin/billing/figures`);
  await page.getByText('Receita mensal', { exact: true }).first().waitFor();
  expect(await faultsOf(page)).toEqual([]);

  await tab('Avisos');
  await press(/trial_started/);
  const subject = page.getByLabel('Assunto');
  await subject.fill(`Seu teste começou ${mark}`);
  await page.getByLabel('Como fica').getByText(`Seu teste começou ${mark}`).first().waitFor();
  await press('Salvar');
  await because('Salvar');
  await page.getByText('Aviso salvo').waitFor();
  await press('Voltar ao original');
  await because('Voltar ao original');
  await expect.poll(() => subject.inputValue()).not.toContain(mark);
  expect(await faultsOf(page)).toEqual([]);

  await tab('Liberação');
  await press('Novo recurso');
  await dialog().getByLabel('Nome técnico').fill(`teste-${mark.toLowerCase()}`);
  await because('Salvar');
  await press(new RegExp(`teste-${mark.toLowerCase()}`));
  await press('Editar');
  await dialog().getByLabel('Para quantas contas').fill('50');
  await because('Salvar');
  const flag = page.getByRole('button', { name: new RegExp(`teste-${mark.toLowerCase()}.*50 % das contas`) });
  await flag.click();
  await press('Voltar a esta: Revisão 1');
  await because('Voltar a esta');
  await page.getByRole('button', { name: new RegExp(`teste-${mark.toLowerCase()}.*10 % das contas`) }).waitFor();

  for (const name of ['Pix', 'Conferência', 'Assinaturas']) {
    await tab(name);
    await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
    expect(await faultsOf(page)).toEqual([]);
  }
});
