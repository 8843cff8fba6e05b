import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, expect, inject, test } from 'vitest';
import { faultsOf } from './axe.ts';
import { productInBrowser } from './product-in-browser.ts';
import { settled } from './settled.ts';

const here = productInBrowser();
const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const one of contexts.splice(0)) await one.close();
});

const visitor = async (): Promise<Page> => {
  const context = await here.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'pt-BR' });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
};

/** The place that the link of the newest letter to that address leads to; without a mail server letters lie in a folder. */
const letterTo = (email: string): string | null => {
  const folder = path.join(inject('data'), 'mail');
  const letters = readdirSync(folder).toSorted().toReversed();
  const text = letters
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .find((one) => one.includes(`To: ${email}`));
  const link = text?.match(/https?:\S+/)?.[0];
  return link ? new URL(link).pathname + new URL(link).hash : null;
};

const asks = async (page: Page, email: string): Promise<string> => {
  await page.getByLabel('Seu nome').fill('Bia Souza');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Nome da empresa').fill('Padaria da Bia');
  await page.getByRole('textbox', { name: /^Senha/ }).fill('pão quente às cinco');
  await page.getByRole('button', { name: 'Criar conta', exact: true }).click();
  await page.getByRole('heading', { name: 'Veja o seu e-mail' }).waitFor();
  // No mail server is set here: who looked for it in a spam folder would wait for ever.
  await page.getByText('a mensagem está na pasta “mail”').waitFor();
  await expect.poll(() => letterTo(email)).not.toBeNull();
  return here.demo.url + String(letterTo(email));
};

test('a visitor signs up on a phone, confirms by the letter, and is at the first steps of their own account', async () => {
  const page = await visitor();
  const email = `bia.${Date.now()}@padaria.example`;
  await page.goto(here.demo.url);
  await page.getByRole('button', { name: 'Criar uma conta grátis' }).click();
  await settled(page);
  expect(await faultsOf(page)).toEqual([]);
  const link = await asks(page, email);
  await page.goto(link);
  await page.getByText(`Você vai entrar com ${email}.`).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Criar conta e entrar' }).click();
  await page.waitForURL('**/welcome');
  await page.getByRole('button', { name: 'Pular por agora' }).waitFor();
  // Again, and by somebody else: it was good once.
  const other = await visitor();
  await other.goto(link);
  await other.getByRole('heading', { name: 'Sua conta está pronta' }).waitFor();
});

test('whoever comes for no plan may choose one, and is led to it', async () => {
  const page = await visitor();
  const email = `rui.${Date.now()}@padaria.example`;
  await page.goto(`${here.demo.url}/sign-up`);
  const choice = page.getByLabel('Plano', { exact: true });
  expect(await choice.inputValue()).toBe('FREE');
  await choice.selectOption({ label: 'Inicial: R$\u00a097 por mês' });
  await page.getByText('segue para o plano que escolheu').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  const link = await asks(page, email);
  // Who goes back to mend something finds the choice as it was, and may take it back.
  await page.getByRole('button', { name: 'Corrigir os dados' }).click();
  expect(await choice.inputValue()).toBe('STARTER');
  await page.goto(link);
  await page.getByRole('button', { name: 'Criar conta e entrar' }).click();
  await page.waitForURL('**/plan?choose=STARTER&interval=month');
});

test('whoever came for a plan is led to it, also by a browser that did not ask; a link that is over says so', async () => {
  const page = await visitor();
  const email = `caio.${Date.now()}@padaria.example`;
  await page.goto(`${here.demo.url}/sign-up?plan=business&interval=year`);
  await page.getByText('segue para o plano que escolheu').waitFor();
  const link = await asks(page, email);
  const other = await visitor();
  await other.goto(link);
  await other.getByRole('textbox', { name: /^Senha/ }).fill('bolo de fubá morno');
  await other.getByRole('button', { name: 'Criar conta e entrar' }).click();
  await other.waitForURL('**/plan?choose=BUSINESS&interval=year');
  await page.goto(`${here.demo.url}/sign-up-link#${'x'.repeat(43)}`);
  await page.getByRole('heading', { name: 'Este link não vale mais' }).waitFor();
  await page.getByRole('button', { name: 'Criar conta de novo' }).click();
  await page.getByRole('heading', { name: 'Crie sua conta na Trama' }).waitFor();
});
