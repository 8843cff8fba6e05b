import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, test } from 'vitest';
import { signIn } from './drawing.ts';
import { ensureOperator, OPERATOR } from './operator.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
const email = `bia-${randomBytes(4).toString('hex')}@trama.example`;
const PASSWORD = 'janela verde 93 cachoeira';

let page: Page;
let olga: Page;
beforeAll(async () => {
  await ensureOperator();
  page = await opened();
  olga = await opened();
  await Promise.all([signIn(page, here.demo), signIn(olga, { ...here.demo, ...OPERATOR })]);
});

/** A browser of its own: nobody else is signed in there. */
async function opened(): Promise<Page> {
  const context = await here.browser.newContext({ locale: 'pt-BR', viewport: { width: 1280, height: 800 } });
  const made = await context.newPage();
  made.setDefaultTimeout(20_000);
  return made;
}

/** The link of the letter that lies in the product's folder. */
async function linkFor(address: string): Promise<string> {
  const folder = path.join(inject('data'), 'mail');
  const find = (): string | undefined =>
    readdirSync(folder)
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .find((text) => text.includes(`To: ${address}`) && text.includes('/invite#'));
  await expect.poll(find, { timeout: 15_000 }).toBeDefined();
  const hash = /\/invite(#\S+)/.exec(find() ?? '')?.[1] ?? '';
  return `${here.demo.url}/invite${hash}`;
}

test('a role of few rights is made, somebody invited to it, and sees only what it may', async () => {
  await page.goto(`${here.demo.url}/settings/roles`);
  await page.getByRole('button', { name: 'Novo papel' }).click();
  await page.getByRole('textbox', { name: 'Nome do papel' }).fill('Balcão');
  await page.getByRole('checkbox', { name: /^Ver execuções/ }).check();
  await page.getByRole('checkbox', { name: 'Ver os dados da conta' }).check();
  await page.getByRole('button', { name: 'Salvar papel' }).click();
  await page.getByRole('columnheader', { name: 'Balcão' }).waitFor();

  await page.getByRole('link', { name: 'Pessoas' }).click();
  await page.getByRole('button', { name: 'Convidar' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('combobox', { name: 'Papel' }).click();
  await page.getByRole('option', { name: 'Balcão' }).click();
  await page.getByRole('button', { name: 'Enviar convite' }).click();
  await page.getByRole('list', { name: 'Convites em aberto' }).getByText(email).waitFor();

  const guest = await opened();
  await guest.goto(await linkFor(email));
  await guest.getByRole('heading', { name: 'Convite para Oficina Demo' }).waitFor();
  expect(guest.url()).not.toContain('#');
  await guest.getByRole('textbox', { name: 'Seu nome' }).fill('Bia Lima');
  await guest.getByRole('textbox', { name: /^Crie uma senha/ }).fill(PASSWORD);
  await guest.getByRole('button', { name: 'Criar conta e entrar' }).click();
  const menu = guest.getByRole('navigation', { name: 'Menu principal' });
  await menu.getByRole('link', { name: 'Execuções' }).waitFor();
  expect(await menu.getByRole('link', { name: 'Fluxos' }).count()).toBe(0);

  // A second account of her own, and back.
  await guest.getByRole('button', { name: /^Seu perfil/ }).click();
  await guest.getByRole('menuitem', { name: 'Trocar de conta' }).click();
  await guest.getByRole('button', { name: 'Criar outra conta' }).click();
  await guest.getByRole('textbox', { name: 'Nome da empresa' }).fill('Ateliê da Bia');
  await guest.getByRole('button', { name: 'Criar e entrar' }).click();
  await guest.waitForURL('**/welcome');
  await guest.goto(`${here.demo.url}/flows`);
  await guest.getByRole('button', { name: /^Conta: Ateliê da Bia/ }).click();
  await guest
    .getByRole('dialog')
    .getByRole('button', { name: /Oficina Demo/ })
    .click();
  await guest.getByRole('button', { name: /^Conta: Oficina Demo/ }).waitFor();
  await guest.context().close();
});

/** The account of this file, alone in the operator's list. */
async function found(): Promise<void> {
  await olga.getByRole('textbox', { name: /^Procurar/ }).fill(here.demo.tenant);
  await expect.poll(() => olga.getByRole('list', { name: 'Contas' }).getByRole('listitem').count()).toBe(1);
}

/** An operator moves the account, sees how far that is, and its end. */
async function moved(way: string): Promise<void> {
  await olga.getByRole('button', { name: 'Mais ações: Oficina Demo' }).click();
  await olga.getByRole('menuitem', { name: way }).click();
  await olga.getByRole('textbox', { name: 'Motivo' }).fill('contrato 7');
  await olga.getByRole('dialog').getByRole('button', { name: way }).click();
  const progress = olga.getByRole('status').getByText(/^mudando de lugar/);
  await progress.waitFor();
  await progress.waitFor({ state: 'detached', timeout: 40_000 });
}

test('an operator gives an account a schema of its own, where its flows are as before, and takes it back', async () => {
  await olga.goto(`${here.demo.url}/admin`);
  await found();
  const flow = { language: 'trama/1', name: 'Balcão', trigger: { type: 'api', config: {} }, nodes: [], edges: [] };
  const made = await page.request.post(`${here.demo.url}/v1/flows`, { data: { definition: flow } });
  expect(made.status(), await made.text()).toBe(201);
  await moved('Dar um esquema próprio');
  await olga.getByText('esquema próprio', { exact: true }).waitFor();
  await page.goto(`${here.demo.url}/flows`);
  await page.getByRole('link', { name: 'Balcão' }).first().waitFor();
  await moved('Voltar para junto das outras');
  expect(await olga.getByText('esquema próprio', { exact: true }).count()).toBe(0);
});

test('an operator sits in somebody’s place under a banner, leaves it, and suspends an account', async () => {
  await olga.goto(`${here.demo.url}/admin?list=users`);
  await olga.getByRole('textbox', { name: /^Procurar/ }).fill(email);
  // The list is asked for anew once typing rests.
  await expect.poll(() => olga.getByRole('list', { name: 'Pessoas' }).getByRole('listitem').count()).toBe(1);
  await olga.getByRole('button', { name: 'Entrar no lugar: Bia Lima' }).click();
  await olga.getByRole('menuitem', { name: 'Oficina Demo' }).click();
  await olga.getByRole('textbox', { name: 'Motivo' }).fill('chamado 42');
  await olga.getByRole('dialog').getByRole('button', { name: 'Entrar no lugar' }).click();
  const banner = olga.getByText('Você está no lugar de Bia Lima');
  await banner.waitFor();
  await olga.goto(`${here.demo.url}/runs`);
  await banner.waitFor();
  await olga.getByRole('button', { name: 'Sair deste lugar' }).click();
  await olga.getByRole('heading', { name: 'Operação' }).waitFor();
  expect(await banner.count()).toBe(0);

  await found();
  await olga.getByRole('button', { name: 'Suspender: Oficina Demo' }).click();
  await olga.getByRole('textbox', { name: 'Motivo' }).fill('uso indevido');
  await olga.getByRole('dialog').getByRole('button', { name: 'Suspender' }).click();
  await olga.getByText('suspensa', { exact: true }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Conta suspensa' }).waitFor();
  await page.getByText('uso indevido').waitFor();
  await olga.context().close();
});
