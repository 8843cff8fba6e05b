import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

const eventually = <T>(get: () => Promise<T>) => expect.poll(get, { timeout: 30_000 });

const call = async (method: string, route: string, body?: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${here.demo.url}/v1${route}`, {
    method,
    headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${text}`);
  return { body: JSON.parse(text), etag: answer.headers.get('etag') ?? '' };
};

const step = (id: string, label: string, x: number) => ({
  ...{ id, type: 'set', label, config: { values: { n: 1 } }, position: { x, y: 0 } },
});
const flowNamed = (name: string) => ({
  ...{ language: 'trama/1', name, trigger: { type: 'webhook', config: { path: name.toLowerCase() } } },
  nodes: [step('um', 'Um', 320), step('dois', 'Dois', 640)],
  edges: [
    { from: 'trigger', to: 'um' },
    { from: 'um', to: 'dois' },
  ],
});

const make = async (name: string): Promise<string> =>
  (await call('POST', '/flows', { definition: flowNamed(name) })).body.id;
const labels = async (id: string): Promise<string[]> =>
  (await call('GET', `/flows/${id}`)).body.draft.nodes.map((node: { label: string }) => node.label);

const newContext = async (): Promise<BrowserContext> => {
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);
  await page.close();
  return context;
};
const open = async (context: BrowserContext, id: string): Promise<Page> => {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${here.demo.url}/flows/${id}`);
  await page.locator('.react-flow__node').nth(2).waitFor();
  return page;
};
const header = (page: Page): Locator => page.getByRole('banner');
const undo = (page: Page): Locator => header(page).getByRole('button', { name: 'Desfazer' });
const rename = async (page: Page, from: string, to: string): Promise<void> => {
  await card(page, from).click();
  await page.getByRole('complementary', { name: 'Detalhes' }).getByRole('textbox', { name: 'Rótulo' }).fill(to);
  await card(page, to).waitFor();
};
/** What the editor fetches later is there, so that it can be used without a connection. */
const hasFetchedAhead = (page: Page): Promise<void> =>
  eventually(() =>
    page.evaluate(() =>
      ['data-tree', 'code-editor'].every((part) =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes(part)),
      ),
    ),
  ).toBe(true);
/** As a tab whose process the system ends: nothing more is sent, as a page does that is closed, whatever the network is by then. */
const ends = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const crash = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => {});
  await crash;
  await page.close();
};
const saved = (page: Page) => header(page).getByText('salvo').waitFor();

test('undo outlives a reload, and what is drawn without a connection outlives the page and meets what others did', async () => {
  const id = await make('Perdido');
  const context = await newContext();
  const first = await open(context, id);
  await rename(first, 'Um', 'Primeiro');
  await eventually(() => labels(id)).toEqual(['Primeiro', 'Dois']);
  await first.reload();
  await card(first, 'Primeiro').waitFor();
  await undo(first).click();
  await card(first, 'Um').waitFor();
  await eventually(() => labels(id)).toEqual(['Um', 'Dois']);

  await hasFetchedAhead(first);
  await context.setOffline(true);
  await rename(first, 'Um', 'Sem rede');
  await header(first).getByText('sem conexão — guardado neste navegador').waitFor();
  await ends(first);
  const { body, etag } = await call('GET', `/flows/${id}`);
  const theirs = { ...body.draft, nodes: [body.draft.nodes[0], { ...body.draft.nodes[1], label: 'De outra' }] };
  await call('PUT', `/flows/${id}/draft`, { definition: theirs }, { 'If-Match': etag });

  await context.setOffline(false);
  const again = await open(context, id);
  await card(again, 'Sem rede').waitFor();
  await card(again, 'De outra').waitFor();
  await eventually(() => labels(id)).toEqual(['Sem rede', 'De outra']);
  await undo(again).click();
  await eventually(() => labels(id)).toEqual(['Um', 'De outra']);
  await context.close();
}, 180_000);

test('two editors see each other and what each changes; what both changed is chosen by hand', async () => {
  const id = await make('Dupla');
  const [one, other] = [await newContext(), await newContext()];
  const [mine, theirs] = [await open(one, id), await open(other, id)];
  await card(theirs, 'Dois').click();
  await header(mine).getByRole('button', { name: 'Você, em outra janela, em “Dois”' }).waitFor();
  await rename(theirs, 'Dois', 'Dela');
  await card(mine, 'Dela').waitFor();
  await mine.getByText('mudou 1 passo').waitFor();
  await mine.getByRole('button', { name: 'Ver', exact: true }).click();
  const changes = mine.getByRole('dialog').getByRole('list', { name: 'O que mudou' });
  await changes.getByText('Nome do passo').waitFor();
  expect(await changes.locator('del, ins').allInnerTexts()).toEqual(['Dois', 'Dela']);
  await mine.keyboard.press('Escape');
  await mine.getByRole('dialog').waitFor({ state: 'detached' });

  await hasFetchedAhead(mine);
  await one.setOffline(true);
  await rename(mine, 'Um', 'Meu');
  await header(mine).getByText('guardado neste navegador').waitFor();
  await rename(theirs, 'Um', 'Dela também');
  await eventually(() => labels(id)).toEqual(['Dela também', 'Dela']);
  await one.setOffline(false);
  const dialog = mine.getByRole('dialog', { name: 'Duas versões do mesmo ponto' });
  await dialog.getByText('Falta escolher 1').waitFor();
  expect(await labels(id)).toEqual(['Dela também', 'Dela']);
  await dialog.getByRole('radio', { name: /Dela também/ }).check();
  await dialog.getByRole('button', { name: 'Concluir' }).click();
  await card(mine, 'Dela também').waitFor();
  await saved(mine);
  // A step back brings the other side again, in both windows.
  await undo(mine).click();
  await card(mine, 'Meu').waitFor();
  await card(theirs, 'Meu').waitFor();
  await eventually(() => labels(id)).toEqual(['Meu', 'Dela']);
  await theirs.close();
  await header(mine)
    .getByRole('list', { name: /também está aqui/ })
    .waitFor({ state: 'detached' });
  await Promise.all([one.close(), other.close()]);
}, 180_000);

test('versions are compared, restored and put back on the air', async () => {
  const id = await make('Versoes');
  const context = await newContext();
  const page = await open(context, id);
  const publish = async () => {
    await header(page).getByRole('button', { name: 'Publicar' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publicar' }).click();
  };
  await header(page).getByRole('button', { name: 'Publicar' }).click();
  const address = page.getByRole('dialog').getByLabel('Quem chamar este endereço começa o fluxo');
  await eventually(() => address.inputValue()).toMatch(/\/hooks\/[^/]+\/versoes$/);
  await page.getByRole('dialog').getByRole('button', { name: 'Publicar' }).click();
  await page.getByText('Seu fluxo está no ar: versão 1').waitFor();
  await page.getByText('Ouvindo', { exact: true }).waitFor();
  await rename(page, 'Dois', 'Segundo');
  await header(page).getByText('mudanças não publicadas').waitFor();
  await header(page).getByRole('button', { name: 'Publicar' }).click();
  await page.getByRole('dialog').getByText('O que muda em relação à v1').waitFor();
  expect(await page.getByRole('dialog').locator('del, ins').allInnerTexts()).toEqual(['Dois', 'Segundo']);
  await page.keyboard.press('Escape');
  await publish();
  await page.getByRole('button', { name: 'Voltar para a v1' }).click();
  await header(page).getByText('No ar: v3').waitFor();
  await header(page).getByText('mudanças não publicadas').waitFor();

  await header(page).getByRole('button', { name: 'Mais', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Versões' }).click();
  const versions = page.getByRole('dialog', { name: 'Versões' });
  await versions.getByText('com mudanças não publicadas').waitFor();
  await versions
    .getByRole('listitem')
    .filter({ hasText: 'v1' })
    .getByRole('button', { name: 'Comparar' })
    .first()
    .click();
  const compared = page.getByRole('dialog', { name: /Comparar versões/ });
  await compared.getByText('1 mudou').waitFor();
  await compared.getByRole('button', { name: /Segundo/ }).click();
  await compared.getByRole('combobox', { name: 'Depois' }).or(compared.getByLabel('Depois')).first().click();
  await page.getByRole('option', { name: 'v3 (no ar)' }).click();
  await compared.getByText('Nada diferente').waitFor();
  await page.keyboard.press('Escape');
  await versions.getByRole('button', { name: 'Descartar o rascunho' }).click();
  await card(page, 'Dois').waitFor();
  await page.getByText('O rascunho voltou a ser a v3').waitFor();
  await page.getByRole('alert').getByRole('button', { name: 'Desfazer' }).click();
  await card(page, 'Segundo').waitFor();
  await eventually(() => labels(id)).toEqual(['Um', 'Segundo']);
  await context.close();
}, 180_000);
