import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

let page: Page;
/** Refuses every order twice, then takes it. */
const asked = new Map<string, number>();
const erp = createServer((request, response) => {
  const times = (asked.get(request.url ?? '') ?? 0) + 1;
  asked.set(request.url ?? '', times);
  response.writeHead(times < 3 ? 503 : 200, { 'content-type': 'application/json' }).end('{"ok":true}');
});
const erpAt = () => `127.0.0.1:${(erp.address() as AddressInfo).port}`;
const here = productInBrowser();

afterAll(() => void erp.close());
beforeAll(async () => {
  await new Promise<void>((done) => erp.listen(0, '127.0.0.1', done));
  page = await here.browser.newPage({ viewport: { width: 1360, height: 860 } });
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);
});

// oxlint-disable-next-line typescript/no-explicit-any -- erasure: looked at by path
const call = async (method: string, route: string, body?: unknown, more = {}): Promise<any> => {
  const answer = await fetch(`${here.demo.url}/v1${route}`, {
    method,
    headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json', ...more },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const made = await answer.json();
  expect(answer.status, JSON.stringify(made)).toBeLessThan(300);
  return made;
};

const deploy = async (name: string, nodes: object[], edges: [from: string, to: string][]): Promise<string> => {
  const wires = edges.map(([from, to]) => ({ from, to }));
  const definition = { language: 'trama/1', name, trigger: { type: 'api', config: {} }, nodes, edges: wires };
  const { id } = await call('POST', '/flows', { definition });
  await call('POST', `/flows/${id}/publish`, {});
  return id;
};
const start = (flow: string, data: object) => call('POST', `/flows/${flow}/runs`, { data });
const finished = (flow: string, data: object) => call('POST', `/flows/${flow}/runs`, { data }, { prefer: 'wait=20' });
const open = (run: string, more = '') => page.goto(`${here.demo.url}/runs/${run}${more}`);
const details = () => page.getByRole('complementary', { name: 'Detalhes' });

/** Of twelve orders the fourth and the ninth lack an address. */
const importing = () =>
  deploy(
    'Importar pedidos',
    [
      {
        id: 'itens',
        type: 'forEach',
        label: 'Cada pedido',
        config: { items: '{{ range(12) }}', as: 'n', onItemError: 'collect' },
      },
      { id: 'frete', type: 'set', parent: 'itens', label: 'Frete', config: { values: { valor: '{{ n * 2 }}' } } },
      {
        id: 'falta',
        type: 'if',
        parent: 'itens',
        label: 'Sem endereço?',
        config: { condition: '{{ n == 3 || n == 8 }}' },
      },
      {
        id: 'cai',
        type: 'fail',
        parent: 'itens',
        label: 'Avisar a falta',
        config: { code: 'sem_endereco', message: 'Falta o endereço do pedido {{ n }}' },
      },
      { id: 'fim', type: 'set', label: 'Resumo', config: { values: { quantos: '{{ steps.itens.length }}' } } },
    ],
    [
      ['trigger', 'itens'],
      ['itens.each', 'frete'],
      ['frete', 'falta'],
      ['falta.true', 'cai'],
      ['itens', 'fim'],
    ],
  );

test('rounds of a loop are stepped through, those that failed first; edges tell how often they were taken', async () => {
  const run = await finished(await importing(), {});
  await open(run.id);
  const bar = page.getByRole('navigation', { name: 'Rodadas dos laços' });
  const stepper = bar.getByRole('group', { name: 'Voltas de Cada pedido' });
  await stepper.getByText('12 rodadas').waitFor();
  await page.locator('.edge-count', { hasText: '12×' }).first().waitFor();
  await stepper.getByRole('button', { name: 'Ver as que falharam (2)' }).click();
  await stepper.getByText('rodada 4 de 12').waitFor();
  await card(page, 'Avisar a falta').click();
  await details().getByRole('alert').getByText('Falta o endereço do pedido 3').first().waitFor();
  await stepper.getByRole('button', { name: 'Rodada seguinte' }).click();
  await card(page, 'Avisar a falta').locator('[data-status="skipped"]').first().waitFor();
  await page.getByRole('complementary', { name: 'Passos' }).getByText('Frete').click();
  await details().getByRole('region', { name: 'Saída' }).getByText('8', { exact: true }).waitFor();
  await stepper.getByRole('button', { name: /Escolher a rodada/ }).click();
  await page.getByRole('group', { name: 'Falharam' }).getByRole('button', { name: '9' }).click();
  await stepper.getByText('rodada 9 de 12').waitFor();
}, 120_000);

test('a run is gone through in time, and seen as a timeline and as a story', async () => {
  const flow = await deploy(
    'Pausa',
    [
      { id: 'conta', type: 'set', label: 'Conta', config: { values: { total: '{{ 2 + 2 }}' } } },
      { id: 'pausa', type: 'wait', label: 'Respirar', config: { for: 'PT1S' } },
      { id: 'fim', type: 'set', label: 'Fim', config: { values: { ok: true } } },
    ],
    [
      ['trigger', 'conta'],
      ['conta', 'pausa'],
      ['pausa', 'fim'],
    ],
  );
  const run = await start(flow, {});
  await open(run.id);
  await card(page, 'Fim').locator('[data-status="succeeded"]').first().waitFor();
  const slider = page.getByRole('slider', { name: 'Instante da execução' });
  await slider.focus();
  await slider.press('ArrowLeft');
  await card(page, 'Respirar').locator('[data-status="waiting"]').first().waitFor();
  expect(await card(page, 'Fim').locator('.node-state').count()).toBe(0);
  await slider.press('End');
  await card(page, 'Respirar').locator('[data-status="succeeded"]').first().waitFor();

  await page.getByRole('radiogroup', { name: 'Como ver a execução' }).getByText('Linha do tempo').click();
  await page.getByText(/do tempo \(.*\) foi esperando em “Respirar”/).waitFor();
  const tree = page.getByRole('tree', { name: 'Linha do tempo da execução' });
  await tree.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await details().getByRole('region', { name: 'Saída' }).getByText('true').waitFor();
  expect(new URL(page.url()).searchParams.get('step')).toBe('3');

  await page.getByRole('radiogroup', { name: 'Como ver a execução' }).getByText('História').click();
  const story = page.getByRole('list', { name: 'História da execução' });
  await story.getByText(/^Um programa pediu, às/).waitFor();
  await story.getByText(/^Esperou .* em “Respirar”/).waitFor();
  await story.getByText(/^Tudo certo: terminou/).waitFor();
}, 120_000);

test('each attempt of a step has its line, its error and the pause after it; from its run a step is tried with other data', async () => {
  const flow = await deploy(
    'Avisar a loja',
    [
      { id: 'soma', type: 'set', label: 'Somar', config: { values: { total: '{{ trigger.data.cents / 100 }}' } } },
      {
        id: 'erp',
        type: 'http.request',
        label: 'Avisar o ERP',
        config: { method: 'GET', url: `http://${erpAt()}/{{ steps.soma.total }}` },
        retry: { maxAttempts: 3, initialInterval: 'PT0.5S' },
      },
    ],
    [
      ['trigger', 'soma'],
      ['soma', 'erp'],
    ],
  );
  const run = await finished(flow, { cents: 900 });
  await open(run.id, '?view=timeline');
  const tree = page.getByRole('tree', { name: 'Linha do tempo da execução' });
  await tree.getByRole('treeitem', { name: /^1ª tentativa/ }).waitFor();
  await tree.getByRole('treeitem', { name: /^3ª tentativa · Deu certo/ }).waitFor();
  expect(await tree.locator('.timeline-pause').count()).toBeGreaterThanOrEqual(2);
  await tree.getByRole('treeitem', { name: /^Avisar o ERP/ }).click();
  const attempts = details().getByRole('region', { name: 'Tentativas' });
  await expect.poll(() => attempts.getByRole('listitem').count()).toBe(3);
  await attempts
    .getByText(/^esperou/)
    .first()
    .waitFor();

  // What a step gave is changed where steps are tried: in the editor, with all else as this run had it.
  await tree.getByRole('treeitem', { name: /^Somar/ }).click();
  await details().getByRole('link', { name: 'Mudar o que um passo deu e testar dali' }).click();
  const panel = page.getByRole('region', { name: 'Teste' });
  await panel.getByRole('region', { name: 'Saída' }).getByText('9', { exact: true }).waitFor();
  await panel.getByRole('button', { name: 'Mudar e rodar daqui' }).click();
  await panel.getByLabel('O passo devolve isto, e o resto roda de novo').fill('{ "total": 12 }');
  await panel.getByRole('button', { name: 'Rodar daqui' }).click();
  await expect.poll(() => asked.get('/12'), { timeout: 20_000 }).toBe(3);
  await card(page, 'Avisar o ERP').click();
  await panel.getByRole('region', { name: 'Tentativas' }).getByText('3ª tentativa').waitFor();
}, 120_000);

test('a failure is told in plain words, leads to its node, and is tried again with other data', async () => {
  const flow = await deploy(
    'Avisar o ERP',
    [
      { id: 'soma', type: 'set', label: 'Somar', config: { values: { total: '{{ trigger.data.cents / 100 }}' } } },
      { id: 'certo', type: 'if', label: 'Tem valor?', config: { condition: '{{ steps.soma.total > 0 }}' } },
      { id: 'cai', type: 'fail', label: 'Sem valor', config: { code: 'bad_value', message: 'O total é zero' } },
    ],
    [
      ['trigger', 'soma'],
      ['soma', 'certo'],
      ['certo.false', 'cai'],
    ],
  );
  const run = await finished(flow, { cents: 0 });
  await open(run.id);
  const told = details().getByRole('alert');
  await told.getByText('Um valor não serve.').waitFor();
  await told.getByText('O total é zero').waitFor();
  await told.getByRole('link', { name: 'Abrir o passo no editor' }).click();
  await page.waitForURL(`**/flows/${flow}?node=cai`);
  await page.locator('.react-flow__node.selected').filter({ hasText: 'Sem valor' }).waitFor();

  await open(run.id);
  await page.getByRole('button', { name: 'Mais ações' }).click();
  await page.getByRole('menuitem', { name: 'Abrir no Temporal' }).waitFor();
  await page.getByRole('menuitem', { name: 'Rodar de novo com outros dados' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rodar de novo' });
  await dialog.getByRole('switch', { name: 'Mudar os dados do início' }).check({ force: true });
  await dialog.getByLabel('Dados do início (JSON)').fill('{ "cents": 900 }');
  await dialog.getByRole('button', { name: 'Rodar', exact: true }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/runs/') && !url.pathname.includes(run.id));
  await page.getByRole('banner').getByText('Deu certo').waitFor();
  const chain = page.getByRole('navigation', { name: 'Tentativas desta execução' });
  await expect.poll(() => chain.getByRole('link').count()).toBe(2);
  await chain.getByRole('link').first().click();
  await told.getByText('Um valor não serve.').waitFor();
}, 120_000);

test('a run that waits says for what, and is woken from there', async () => {
  const flow = await deploy(
    'Entrega',
    [
      {
        id: 'pago',
        type: 'waitForEvent',
        label: 'Pagamento',
        config: { events: [{ name: 'pagamento.confirmado', port: 'pago' }], timeout: 'P3D' },
      },
      { id: 'fim', type: 'set', label: 'Entregar', config: { values: { ok: true } } },
    ],
    [
      ['trigger', 'pago'],
      ['pago.pago', 'fim'],
    ],
  );
  const run = await start(flow, {});
  await open(run.id);
  await page.getByRole('status').getByText('Continua quando o aviso chegar.').waitFor();
  await page.getByRole('button', { name: 'Enviar o aviso' }).click();
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.getByLabel('Nome do aviso').inputValue()).toBe('pagamento.confirmado');
  await dialog.getByRole('button', { name: 'Enviar o aviso' }).click();
  await page.getByRole('banner').getByText('Deu certo').waitFor();
}, 120_000);

test('the list is filtered by a sentence, its view is kept, and many runs are tried again at once', async () => {
  await page.goto(`${here.demo.url}/runs`);
  await page.getByRole('img', { name: /Execuções por dia ou hora/ }).waitFor();
  await page.getByRole('button', { name: 'Estado: em qualquer estado' }).click();
  await page.getByRole('checkbox', { name: 'Falhou' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Estado: que falharam' }).waitFor();
  expect(new URL(page.url()).search).toBe('?status=failed');
  await expect.poll(() => page.locator('.run-line').count()).toBe(1);
  await page.getByRole('button', { name: 'Salvar este filtro' }).click();
  await page.getByLabel('Nome do filtro').fill('Com problema');
  await page.keyboard.press('Enter');
  const views = page.getByRole('navigation', { name: 'Filtros salvos' });
  await views.getByRole('link', { name: 'Com problema' }).waitFor();
  await views.getByRole('link', { name: 'Todas' }).click();
  await expect.poll(() => page.locator('.run-line').count()).toBe(7);
  await views.getByRole('link', { name: 'Com problema' }).click();
  await page.getByRole('checkbox', { name: 'Escolher a execução de Avisar o ERP' }).check();
  await page.getByRole('region', { name: '1 escolhida' }).getByRole('button', { name: 'Rodar de novo' }).click();
  await page.getByText('1 execução rodando de novo').waitFor();
  // It failed once more, and stands above the other without having been asked for.
  await expect.poll(() => page.locator('.run-line').count()).toBe(2);
  await page.locator('.run-row').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await page.getByRole('region', { name: '1 escolhida' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Esquecer o filtro Com problema' }).click();
  await views.getByRole('link', { name: 'Com problema' }).waitFor({ state: 'detached' });
}, 120_000);

test('on a phone a run is told as a story; its steps open over it, and what it asks is decided there', async () => {
  const context = await here.browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const phone = await context.newPage();
  phone.setDefaultTimeout(30_000);
  await signIn(phone, here.demo);
  const flow = await deploy(
    'Desconto',
    [{ id: 'dono', type: 'approval', label: 'O dono decide', config: { title: 'Dar?', assignees: [here.demo.email] } }],
    [['trigger', 'dono']],
  );
  const run = await start(flow, {});
  await phone.goto(`${here.demo.url}/runs/${run.id}`);
  const story = phone.getByRole('list', { name: 'História da execução' });
  await story.getByText(/^Aguardando a aprovação de .*, desde \d\d:\d\d$/).click();
  await phone.getByRole('dialog').getByRole('region', { name: 'Entrada' }).getByText('Dar?').waitFor();
  await phone.keyboard.press('Escape');
  await phone.getByRole('link', { name: 'Decidir' }).click();
  const dialog = phone.getByRole('dialog', { name: 'Dar?' });
  await dialog.getByRole('button', { name: 'Aprovar' }).click();
  await story.getByText(/aprovou às \d\d:\d\d, depois de/).waitFor();
  await story.getByText(/^Tudo certo: terminou/).waitFor();
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await context.close();
}, 120_000);

test('all that a filter finds are counted, asked about and tried again, each once', async () => {
  const flow = await deploy(
    'Sempre cai',
    [{ id: 'cai', type: 'fail', label: 'Cair', config: { code: 'x', message: 'Não deu' } }],
    [['trigger', 'cai']],
  );
  const made = 54;
  for (let n = 0; n < made; n += 9) await Promise.all(Array.from({ length: 9 }, () => finished(flow, { n })));
  await page.goto(`${here.demo.url}/runs?status=failed&flow=${flow}`);
  await page.locator('.run-line').nth(49).waitFor();
  await page.getByRole('checkbox', { name: 'Escolher todas as que estão na tela' }).check();
  await page.getByRole('button', { name: 'Escolher todas as que o filtro encontra' }).click();
  const bar = page.getByRole('region', { name: 'Todas as do filtro' });
  await expect.poll(() => bar.getByRole('button', { name: 'Cancelar (0)' }).isDisabled()).toBe(true);
  await bar.getByRole('button', { name: `Rodar de novo (${made})` }).click();
  const question = page.getByRole('dialog', { name: `Rodar de novo estas ${made} execuções?` });
  await question.getByText(/podem sair de novo/).waitFor();
  await question.getByRole('button', { name: `Rodar de novo (${made})` }).click();
  await page.getByRole('status').getByText(`${made} rodando de novo`).waitFor();
  const all = await call('GET', `/runs?flow=${flow}&limit=100`);
  expect([all.data.length, all.nextCursor === null]).toEqual([100, false]);
  const rest = await call('GET', `/runs?flow=${flow}&limit=100&cursor=${encodeURIComponent(all.nextCursor)}`);
  expect(rest.data.length + 100).toBe(2 * made);
}, 180_000);
