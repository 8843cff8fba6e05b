import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
let page: Page;

beforeAll(async () => {
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
});

const call = async (method: string, route: string, body?: unknown) => {
  const answer = await fetch(`${here.demo.url}/v1${route}`, {
    method,
    headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.status, text).toBeLessThan(300);
  // oxlint-disable-next-line typescript/no-explicit-any -- erasure: looked at by path
  return (text ? JSON.parse(text) : null) as any;
};

const deploy = async (name: string, trigger: object, nodes: object[], edges: object[]): Promise<string> => {
  const { id } = await call('POST', '/flows', { definition: { language: 'trama/1', name, trigger, nodes, edges } });
  await call('POST', `/flows/${id}/publish`, {});
  return id;
};

const go = (name: string) =>
  page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name }).click();
const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });

test('the first page teaches while there is nothing, then counts what ran, by who waits and what failed', async () => {
  await go('Início');
  await page.getByText('Ponha o primeiro trabalho no automático').waitFor();
  const flow = await deploy(
    'Aprovar orçamento',
    { type: 'api', config: {} },
    [
      {
        id: 'ok',
        type: 'approval',
        config: { title: 'Orçamento de {{ trigger.data.de }}', fields: { nota: { type: 'string', title: 'Nota' } } },
      },
    ],
    [{ from: 'trigger', to: 'ok' }],
  );
  const failing = await deploy(
    'Cai sempre',
    { type: 'event', config: { name: 'loja.caiu' } },
    [{ id: 'cai', type: 'fail', config: { code: 'sem_estoque', message: 'Não há vela no estoque' } }],
    [{ from: 'trigger', to: 'cai' }],
  );
  await call('POST', `/flows/${flow}/runs`, { data: { de: 'Ana' } });
  // The newest is shown first: who comes second has to be it.
  await expect.poll(async () => (await call('GET', '/approvals?status=open')).data.length, { timeout: 20_000 }).toBe(1);
  await call('POST', `/flows/${flow}/runs`, { data: { de: 'Beto' } });
  await call('POST', '/events', { name: 'loja.caiu', key: 'k1' });
  await call('PATCH', `/flows/${failing}`, { folder: 'Loja/Testes', tags: ['erp'], minutesSaved: 5 });
  await page.getByRole('link', { name: /^Aprovações abertas 2/ }).waitFor();
  await page.getByRole('link', { name: /^Falharam 1/ }).waitFor();
  await page.getByRole('img', { name: /Execuções por dia: 3 execuções no período, 1 com falha/ }).waitFor();
  await page.getByRole('link', { name: /Não há vela no estoque/ }).waitFor();
  await page.getByText('24 horas').click();
  await page.waitForURL('**/home?period=day');
  await page.getByRole('img', { name: /Execuções por hora/ }).waitFor();
});

test('flows are found by folder, tag and state, kept in the address; several are put in order at once', async () => {
  await go('Fluxos');
  await page.getByRole('button', { name: /^Testes/ }).click();
  await page.waitForURL('**/flows?folder=Loja%2FTestes');
  await row('Cai sempre')
    .getByRole('link', { name: /Última execução: Falhou/ })
    .waitFor();
  expect(await row('Aprovar orçamento').count()).toBe(0);
  await page.getByRole('button', { name: /^Todos os fluxos/ }).click();
  await page.getByLabel('Procurar fluxos').fill('orcamento');
  await page.waitForURL('**/flows?q=orcamento');
  await page.reload();
  await row('Aprovar orçamento').waitFor();
  expect(await row('Cai sempre').count()).toBe(0);
  await page.getByLabel('Procurar fluxos').fill('');

  await page.getByRole('checkbox', { name: 'Escolher todos os que aparecem' }).check();
  const bar = page.getByRole('region', { name: '2 escolhidos' });
  const saved = page.waitForEvent('download');
  await bar.getByRole('button', { name: 'Exportar' }).click();
  expect((await saved).suggestedFilename()).toBe('trama-flows.zip');
  await bar.getByRole('button', { name: 'Organizar' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('combobox', { name: 'Acrescentar etiquetas' })
    .or(dialog.getByLabel('Acrescentar etiquetas'))
    .first()
    .fill('piloto');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Salvar' }).click();
  await page.getByRole('navigation', { name: 'Pastas e etiquetas' }).getByRole('button', { name: 'piloto' }).waitFor();
  const flows = (await call('GET', '/flows')).data;
  expect(flows.map((flow: { folder: string | null; tags: string[] }) => [flow.folder, flow.tags])).toEqual([
    ['Loja/Testes', ['erp', 'piloto']],
    [null, ['piloto']],
  ]);
});

test('a flow is exported as it is, and files make flows; archiving asks, can be taken back, and leaves a flow that can be restored', async () => {
  const menu = (name: string) => page.getByRole('button', { name: `Mais ações de “${name}”` });
  await page.goto(`${here.demo.url}/flows`);
  const saved = page.waitForEvent('download');
  await menu('Cai sempre').click();
  await page.getByRole('menuitem', { name: 'Exportar' }).click();
  const file = readFileSync(await (await saved).path(), 'utf8');
  expect(JSON.parse(file)).toMatchObject({ language: 'trama/1', name: 'Cai sempre' });
  await page.getByRole('button', { name: 'Importar' }).click();
  const made = (name: string) => ({
    name: `${name}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(file.replaceAll('Cai sempre', name)),
  });
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles([made('Vinda um'), made('Vinda dois')]);
  await page.getByText('2 fluxos importados').waitFor();
  await row('Vinda um').waitFor();

  const archive = async (name: string) => {
    await menu(name).click();
    await page.getByRole('menuitem', { name: 'Arquivar' }).click();
    await page
      .getByRole('dialog', { name: `Arquivar “${name}”?` })
      .getByRole('button', { name: 'Arquivar' })
      .click();
    await row(name).waitFor({ state: 'detached' });
  };
  await archive('Vinda um');
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await row('Vinda um').waitFor();

  await archive('Vinda um');
  await page.getByRole('main').getByRole('link', { name: 'Arquivados' }).click();
  await row('Vinda um').getByRole('link').click();
  await page.getByText('Este fluxo está arquivado').waitFor();
  expect(await page.getByRole('button', { name: 'Publicar' }).isDisabled()).toBe(true);
  await page.goBack();
  await page.getByRole('button', { name: 'Restaurar “Vinda um”' }).click();
  await page.getByText('“Vinda um” voltou como rascunho').waitFor();
  await page.getByText('Nada arquivado').waitFor();
  await page.getByRole('link', { name: 'Todos os fluxos' }).click();
  await row('Vinda um').getByText('Rascunho').waitFor();

  await menu('Vinda dois').click();
  await page.getByRole('menuitem', { name: 'Duplicar' }).click();
  await row('Vinda dois (cópia)').waitFor();
});

test('approvals are walked and decided by keys, which ask before what cannot be taken back', async () => {
  await go('Aprovações');
  const pane = (who: string) => page.getByRole('region', { name: `Orçamento de ${who}` });
  await pane('Beto').waitFor();
  await page.keyboard.press('j');
  await pane('Ana').getByRole('textbox', { name: 'Nota' }).fill('ok');
  await page.getByRole('heading', { name: 'Aprovações' }).click();
  await page.keyboard.press('a');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Aprovar' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await page.keyboard.press('a');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Aprovar' }).click();
  await pane('Ana').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /^Aprovações.*1/ }).waitFor();
  const closed = (await call('GET', '/approvals?status=approved')).data;
  expect(closed).toMatchObject([{ title: 'Orçamento de Ana', values: { nota: 'ok' } }]);
});

test('events show what they did, and one is sent by hand', async () => {
  await go('Eventos');
  await page.getByRole('button', { name: /loja.caiu.*começou 1 execução/s }).click();
  await page.getByRole('link', { name: 'execução 1' }).waitFor();
  await page.getByRole('button', { name: 'Enviar evento' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nome').fill('estoque.baixo');
  await dialog.getByLabel('Dados (JSON)').fill('{ "sku": ');
  await dialog.getByText('Isto não é JSON.').waitFor();
  await dialog.getByLabel('Dados (JSON)').fill('{ "sku": "NGK" }');
  await dialog.getByRole('button', { name: 'Enviar evento' }).click();
  await page.getByText('Evento guardado. Ninguém estava ouvindo.').waitFor();
  await page.getByRole('textbox', { name: 'Eventos que começam com' }).fill('estoque');
  await page.waitForURL('**/events?name=estoque');
  await row('estoque.baixo').waitFor();
  await expect.poll(() => page.getByRole('main').getByRole('listitem').count()).toBe(1);
});

test('settings are kept: values that flows read, a brand that is read on any ground, a key that is seen once', async () => {
  await go('Ajustes');
  await page.getByLabel('Nome da empresa').fill('Oficina Nova');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await page.getByText('Ajustes salvos').first().waitFor();
  await page.getByRole('link', { name: 'Valores dos fluxos' }).click();
  await page.getByRole('button', { name: 'Novo valor' }).click();
  await page.getByRole('textbox', { name: 'Nome', exact: true }).fill('frete');
  await page.getByRole('textbox', { name: 'Valor: frete' }).fill('12.5');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await expect.poll(async () => (await call('GET', '/tenant')).settings).toEqual({ frete: 12.5 });
  // The page hears of it a little later than others do, and fills its fields anew.
  await page.locator('button[data-loading]').waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Aparência' }).click();
  await page.getByLabel('Cor principal').fill('');
  await page.getByLabel('Cor principal').pressSequentially('#FFE600');
  await page.keyboard.press('Tab');
  await page.getByText('Clara demais para texto branco').waitFor();
  await page.getByRole('button', { name: 'Salvar' }).click();
  const filled = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--mantine-color-brand-7').trim());
  await expect.poll(filled).not.toBe('#067260');
  await page.getByRole('button', { name: 'Voltar ao padrão' }).click();
  await page.getByRole('button', { name: 'Salvar' }).click();
  await expect.poll(filled).toBe('#067260');

  await page.getByRole('link', { name: 'Chaves da API' }).click();
  await page.getByRole('button', { name: 'Nova chave' }).click();
  await page.getByLabel('Para que serve').fill('site');
  await page.getByRole('button', { name: 'Criar chave' }).click();
  const key = await page.getByRole('dialog', { name: 'Copie a chave agora' }).getByRole('textbox').inputValue();
  const asks = () => fetch(`${here.demo.url}/v1/flows`, { headers: { authorization: `Bearer ${key}` } });
  expect((await asks()).status).toBe(200);
  await page.getByRole('button', { name: 'Já guardei' }).click();
  await page.getByRole('button', { name: /ções .*site/ }).click();
  await page.getByRole('menuitem', { name: 'Revogar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revogar' }).click();
  await row('site').getByText('revogada').waitFor();
  expect((await asks()).status).toBe(401);
  await page.getByRole('link', { name: 'Pessoas' }).click();
  await row(here.demo.email).getByText('Dono').waitFor();
});

test('a tenant that is new is led through its first steps, from where it left them', async () => {
  await call('PATCH', '/tenant', { onboarded: false, onboardingStep: 0 });
  await page.goto(here.demo.url);
  await page.getByRole('heading', { name: 'O que é o seu negócio?' }).waitFor();
  await page.getByRole('button', { name: 'Loja virtual' }).click();
  await page.getByRole('button', { name: 'Continuar' }).click();
  await page.getByRole('heading', { name: 'Por onde quer começar?' }).waitFor();
  // Whoever leaves goes on there.
  await page.goto(here.demo.url);
  await page.getByRole('heading', { name: 'Por onde quer começar?' }).waitFor();
  await page.getByRole('button', { name: /Loja virtual.*para o seu ramo/s, pressed: true }).waitFor();
  await page.getByRole('button', { name: 'Continuar' }).click();
  await page.getByRole('button', { name: 'Criar como rascunho' }).click();
  await page.getByRole('button', { name: /^Testar/ }).click();
  await page.getByRole('link', { name: 'Abrir o fluxo' }).waitFor();
  expect(await page.locator('.trial li').count()).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Continuar' }).click();
  await page.getByRole('button', { name: 'Ir para o início' }).click();
  await page.waitForURL('**/home');
  expect((await call('GET', '/tenant')).onboardedAt).toBeTruthy();
});

test('without a connection the page opens again, and says so; with one it goes on', async () => {
  await page.goto(`${here.demo.url}/flows`);
  await row('Cai sempre').waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const kept = () =>
    page.evaluate(async () => {
      const files = await (await caches.open('trama-files')).keys();
      const shell = await (await caches.open('trama-shell')).keys();
      return shell.length > 0 && files.some(({ url }) => url.includes('flows-page'));
    });
  await expect.poll(kept, { timeout: 30_000 }).toBe(true);
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText('Sem conexão com o servidor').first().waitFor();
  await page.getByRole('navigation', { name: 'Menu principal' }).waitFor();
  await page.context().setOffline(false);
  await row('Cai sempre').waitFor();
});
