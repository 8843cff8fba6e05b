import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { card, dragFromPalette, into, outOf, pullWire, signIn } from './drawing.ts';
import { ownProductInBrowser } from './product-in-browser.ts';

const here = ownProductInBrowser();

const openPage = async (): Promise<Page> => {
  const context = await here.browser.newContext({ viewport: { width: 1360, height: 840 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
  return page;
};

/** A start that is called over HTTP and answers with the result. */
const chooseWebhook = async (page: Page, webhookPath: string): Promise<void> => {
  await card(page, 'Manual').click();
  await page.getByRole('combobox', { name: 'Este fluxo começa com' }).click();
  await page.getByRole('option', { name: 'Webhook' }).click();
  await page.getByLabel('Caminho *').fill(webhookPath);
  await page.getByRole('combobox', { name: 'Responder' }).click();
  await page.getByRole('option', { name: /^Ao fim/ }).click();
};

/** Answers the list of types that stands where a wire was let go. */
const chooseStep = async (page: Page, title: string): Promise<void> => {
  await page.locator('.quick-add').getByLabel('Procurar passos').fill(title);
  await page.keyboard.press('Enter');
  await card(page, title).waitFor();
};

test('a flow is drawn, mended, published, called, and watched while it runs', async () => {
  const page = await openPage();
  await page.getByRole('button', { name: 'Novo fluxo' }).first().click();
  await chooseWebhook(page, 'saudar');

  // A step dragged from the palette, and wired by hand.
  await dragFromPalette(page, 'Montar dados', { x: 420, y: 420 });
  const set = card(page, 'Montar dados');
  await pullWire(page, outOf(card(page, 'Webhook')), into(set));
  await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(1);
  await set.click();
  await page.getByRole('button', { name: 'Adicionar campo' }).click();
  await page.getByLabel('Nome', { exact: true }).fill('saudacao');
  const value = page.locator('.map-value [role=textbox], .map-value textarea').first();
  // A name that is not there is told at its field and on the card; the mended one is not.
  await value.fill('Olá, {{ trigger.dado.nome }}!');
  await page.locator('.map-value .field-problem').waitFor();
  expect(await set.locator('.node-problems').textContent()).toBe('1');
  await value.fill('Olá, {{ trigger.da');
  await page.getByRole('option', { name: /^data/ }).waitFor();
  await page.keyboard.press('Enter');
  await value.pressSequentially('.nome }}!');
  await expect.poll(() => value.textContent()).toBe('Olá, {{ trigger.data.nome }}!');
  await set.locator('.node-problems').waitFor({ state: 'detached' });

  // A wire that is let go over nothing asks what shall stand there.
  await pullWire(page, outOf(set), { right: -30, down: 110 });
  await chooseStep(page, 'Esperar');
  await page.getByLabel('Por', { exact: true }).fill('3');
  await page.getByRole('combobox', { name: 'Unidade' }).first().click();
  await page.getByRole('option', { name: 'segundos' }).click();
  // Or it is added after the chosen one, by a click in the palette.
  await page.locator('.palette').getByLabel('Procurar passos').fill('responde a quem');
  await page.keyboard.press('Enter');
  await card(page, 'Responder').waitFor();
  await page.getByRole('textbox', { name: 'Corpo' }).fill('{{ steps.montarDados.saudacao }}');
  await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(3);

  await page.getByRole('button', { name: 'Publicar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publicar' }).click();
  await page.getByText('Seu fluxo está no ar: versão 1').waitFor();

  // The list of runs shows it as it comes, the canvas where it stands.
  await page.getByRole('link', { name: 'Voltar aos fluxos' }).click();
  await page.getByRole('link', { name: 'Execuções' }).click();
  await page.getByText('Nada rodou ainda').waitFor();
  const answer = fetch(`${here.demo.url}/hooks/${here.demo.tenant}/saudar`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ nome: 'Ana' }),
  });
  await page.getByRole('link', { name: /Fluxo novo/ }).click();
  await card(page, 'Montar dados').locator('[data-status="succeeded"]').first().waitFor();
  await card(page, 'Montar dados').click();
  await page.getByRole('region', { name: 'Saída' }).getByText('Olá, Ana!').waitFor();
  await card(page, 'Responder').locator('[data-status="succeeded"]').first().waitFor();
  await page.getByRole('banner').getByText('Deu certo').waitFor();
  expect(await (await answer).json()).toBe('Olá, Ana!');
  await page.context().close();
}, 90_000);

/** Waits for a decision, then two seconds more. */
const DEFINITION = {
  language: 'trama/1',
  name: 'Desconto',
  trigger: { type: 'api', config: {} },
  nodes: [
    { id: 'conta', type: 'set', label: 'Conta', config: { values: { total: '{{ trigger.data.cents / 100 }}' } } },
    {
      id: 'dono',
      type: 'approval',
      label: 'O dono decide',
      config: {
        title: 'Dar desconto em {{ steps.conta.total }}?',
        timeout: 'P1D',
        fields: { desconto: { type: 'integer', 'x-title': { pt: 'Desconto (%)', en: 'Discount (%)' }, default: 5 } },
      },
    },
    { id: 'pausa', type: 'wait', label: 'Pausa', config: { for: 'PT2S' } },
    { id: 'fim', type: 'set', label: 'Fim', config: { values: { desconto: '{{ steps.dono.fields.desconto }}' } } },
  ],
  edges: [
    { from: 'trigger', to: 'conta' },
    { from: 'conta', to: 'dono' },
    { from: 'dono.approved', to: 'pausa' },
    { from: 'pausa', to: 'fim' },
  ],
};

const post = async (to: string, body: unknown): Promise<{ id: string }> => {
  const headers = { Authorization: `Bearer ${here.demo.apiKey}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${here.demo.url}/v1${to}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${to}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: string };
};

test('a run that waits survives kill -9 of everything, and the page that shows it finds its way back', async () => {
  const flow = await post('/flows', { definition: DEFINITION });
  await post(`/flows/${flow.id}/publish`, {});
  const run = await post(`/flows/${flow.id}/runs`, { data: { cents: 12_300 } });
  const page = await openPage();
  await page.goto(`${here.demo.url}/runs/${run.id}`);
  const decision = card(page, 'O dono decide').locator('[data-status="waiting"]').first();
  await decision.waitFor();

  here.product.signal('SIGKILL');
  await here.product.gone();
  await page.getByText('reconectando…').waitFor();
  // What was known is still there to read.
  await decision.waitFor();
  await here.product.start();
  await page.getByText('reconectando…').waitFor({ state: 'detached' });

  const inbox = await page.context().newPage();
  await inbox.goto(`${here.demo.url}/approvals`);
  await inbox.getByRole('listitem').filter({ hasText: 'Dar desconto em 123?' }).getByText('Decidir').click();
  const request = inbox.getByRole('region', { name: 'Dar desconto em 123?' }).or(inbox.getByRole('dialog'));
  await request.getByRole('textbox', { name: 'Desconto (%)' }).fill('10');
  await request.getByRole('button', { name: 'Aprovar' }).click();
  await inbox.getByText('Nada espera por você').waitFor();

  await page.getByRole('banner').getByText('Deu certo').waitFor();
  await card(page, 'Fim').click();
  await page.getByRole('region', { name: 'Saída' }).getByText('desconto').waitFor();
  await page.context().close();
}, 90_000);
