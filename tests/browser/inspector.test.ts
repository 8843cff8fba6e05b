import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

const flow = {
  language: 'trama/1',
  name: 'Orçamento',
  trigger: { type: 'webhook', config: { path: 'orcamento-inspetor', method: 'POST', respond: 'atEnd' } },
  input: { type: 'object', properties: { cliente: { type: 'string', examples: ['Bia'] } } },
  nodes: [
    {
      id: 'pedido',
      type: 'set',
      label: 'Ler o pedido',
      config: { values: { cliente: '{{ trigger.data.cliente }}', total: '{{ 40 + 2 }}' } },
    },
    { id: 'caro', type: 'if', label: 'É caro?', config: { condition: '{{ true }}' } },
    { id: 'pausa', type: 'wait', label: 'Pausa', config: { for: 'PT1S' } },
    { id: 'erp', type: 'http.request', label: 'Avisar o ERP', config: { method: 'POST', url: 'https://erp.example/' } },
  ],
  edges: [
    { from: 'trigger', to: 'pedido' },
    { from: 'pedido', to: 'caro' },
    { from: 'caro.true', to: 'pausa' },
    { from: 'caro.false', to: 'erp' },
  ],
} as unknown as FlowDocument;

const call = async <T>(path: string, body?: unknown): Promise<T> => {
  const headers = { Authorization: `Bearer ${here.demo.apiKey}`, 'Content-Type': 'application/json' };
  const about = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${here.demo.url}/v1${path}`, about);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
};

const openFlow = async (width = 1640, definition = flow): Promise<{ page: Page; id: string }> => {
  const { id } = await call<{ id: string }>('/flows', { definition });
  const context = await here.browser.newContext({
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    locale: 'pt-BR',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
  await page.goto(`${here.demo.url}/flows/${id}`);
  await card(page, definition.nodes.at(-1)?.label ?? '').waitFor();
  return { page, id };
};

const tables = {
  language: 'trama/1',
  name: 'Cadastro',
  trigger: { type: 'manual', config: {} },
  nodes: [
    { id: 'grava', type: 'data.insert', label: 'Gravar', config: {} },
    { id: 'acha', type: 'data.query', label: 'Achar', config: {} },
    { id: 'le', type: 'ai.extract', label: 'Extrair', config: { text: 'x', schema: {} } },
    { id: 'anexo', type: 'files.fetch', label: 'Ler a lista', config: {} },
  ],
  edges: [
    { from: 'trigger', to: 'grava' },
    { from: 'grava', to: 'acha' },
    { from: 'acha', to: 'le' },
    { from: 'le', to: 'anexo' },
  ],
} as unknown as FlowDocument;

/** On a machine that does much else it takes longer than one would wait by eye. */
const soon = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });

/** What the server holds, once the edit has come there. */
const configOf = async (id: string, node: string): Promise<Record<string, unknown>> => {
  const { draft } = await call<{ draft: FlowDocument }>(`/flows/${id}`);
  return draft.nodes.find((one) => one.id === node)?.config ?? {};
};

const rewrite = async (page: Page, field: Locator, text: string): Promise<void> => {
  // The editor of expressions comes after the canvas.
  await page.locator('.cm-content').first().waitFor();
  await field.click();
  await page.keyboard.press('Control+a');
  await field.pressSequentially(text);
};

test('who writes before a page has settled is shown the names, too', async () => {
  const { page } = await openFlow();
  // As on a machine that has much else to do: what waits for a quiet moment does not find one.
  await page.addInitScript(() => {
    const { setTimeout: soonAsAsked } = globalThis;
    const late = (what: () => void, ms = 0) => {
      const isCheck = ms === 250;
      if (isCheck) document.documentElement.dataset.postponed = 'yes';
      return soonAsAsked(what, isCheck ? 60_000 : ms);
    };
    Object.assign(globalThis, { setTimeout: late });
  });
  await page.reload();
  await card(page, 'É caro?').click();
  await rewrite(page, page.getByRole('textbox', { name: 'Condição' }), 'steps.pedido.to');
  await page.getByRole('option', { name: /^total/ }).waitFor();
  // Else the moment is another by now, and nothing was proved.
  expect(await page.locator('html').getAttribute('data-postponed')).toBe('yes');
  await page.context().close();
});

test('an expression is completed, shows what it would give, and says what is wrong under the very letters', async () => {
  const { page, id } = await openFlow();
  await card(page, 'É caro?').click();
  const field = page.getByRole('textbox', { name: 'Condição' });
  const preview = page.locator('.inspector .preview');

  // No run yet: the examples of the schema, and what steps make of them, stand in.
  await rewrite(page, field, 'steps.pedido.to');
  await page.getByRole('option', { name: /^total/ }).waitFor();
  expect(await page.getByRole('option', { name: /^total/ }).textContent()).toContain('42');
  await page.keyboard.press('Enter');
  await field.pressSequentially(' > 100');
  await soon(() => preview.textContent()).toContain('false');
  expect(await preview.textContent()).toContain('exemplo');

  // The signature of the function whose arguments one writes, the next in bold.
  await rewrite(page, field, 'round(steps.pedido.total, ');
  await soon(() => page.locator('.signature-help b').textContent()).toContain('digits');
  await rewrite(page, field, 'steps.pedido.nada > 1');
  await page.locator('.cm-lintRange-error').waitFor();
  expect(await page.locator('.cm-lintRange-error').textContent()).toBe('nada');

  // Undo belongs to the field while one writes in it; Tab leaves it.
  await rewrite(page, field, 'steps.pedido.total > 1');
  await page.keyboard.press('Escape');
  await soon(() => preview.textContent()).toContain('true');
  await page.keyboard.press('Tab');
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(false);
  await soon(() => configOf(id, 'caro')).toEqual({ condition: '{{ steps.pedido.total > 1 }}' });

  // A real run takes the place of the examples.
  await call(`/flows/${id}/runs`, { version: 'draft', test: true, data: { cliente: 'Zé' } });
  await soon(async () => (await call<{ data: { status: string }[] }>(`/runs?flow=${id}`)).data[0]?.status).toBe(
    'succeeded',
  );
  await page.reload();
  await card(page, 'Avisar o ERP').click();
  const url = page.getByRole('textbox', { name: 'Endereço' });
  await rewrite(page, url, 'https://erp.example/{{steps.pedido.cliente');
  await soon(() => url.textContent()).toBe('https://erp.example/{{ steps.pedido.cliente }}');
  await soon(() => preview.first().textContent()).toBe('=https://erp.example/Zé');
  await page.context().close();
});

test('data are picked by click and drag; a value and an expression are both kept', async () => {
  const { page, id } = await openFlow();
  await card(page, 'Avisar o ERP').click();
  const data = page.getByRole('region', { name: 'Dados' });
  const url = page.getByRole('textbox', { name: 'Endereço' });
  await url.click();
  await page.keyboard.press('End');
  await data
    .getByRole('treeitem', { name: /^Ler o pedido/ })
    .getByRole('button', { name: 'Abrir' })
    .click();
  await data
    .getByRole('treeitem', { name: /^cliente/ })
    .first()
    .click();
  await soon(() => url.textContent()).toBe('https://erp.example/{{ steps.pedido.cliente }}');

  // Let go over any field it becomes what that field holds.
  await data.getByRole('textbox', { name: 'Procurar em nomes e valores' }).fill('total');
  await data
    .getByRole('treeitem', { name: /^total/ })
    .first()
    .dragTo(page.getByText('Método', { exact: false }).first());
  const method = page.getByRole('textbox', { name: /^Método/ });
  await soon(() => method.textContent()).toBe('steps.pedido.total');
  await page.getByRole('button', { name: 'Usar um valor fixo: Método' }).click();
  expect(await page.getByRole('combobox', { name: /^Método/ }).inputValue()).toBe('POST');
  await page.getByRole('button', { name: 'Usar uma expressão: Método' }).click();
  await soon(() => method.textContent()).toBe('steps.pedido.total');

  // The sign of an expression in an empty number begins one; Esc goes back.
  await card(page, 'Pausa').click();
  const amount = page.getByLabel('Por', { exact: true });
  await amount.fill('');
  await amount.press('=');
  const span = page.getByRole('textbox', { name: 'Por' });
  await span.waitFor();
  await span.press('Escape');
  await amount.waitFor();
  await amount.fill('2');
  await page.getByRole('combobox', { name: 'Unidade' }).click();
  await page.getByRole('option', { name: 'horas' }).click();
  await page.getByRole('button', { name: 'Somar minutos' }).click();
  await page.locator('.durations').getByText('2 h 30 min').waitFor();
  await soon(() => configOf(id, 'pausa')).toEqual({ for: 'PT2H30M' });
  await page.context().close();
});

test('a connection is made, tried and chosen without leaving the step; the webhook shows its call', async () => {
  const { page, id } = await openFlow();
  await card(page, 'Avisar o ERP').click();
  await page.getByRole('button', { name: 'Nova conexão' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Nome/ }).fill('ERP da loja');
  await dialog.getByRole('button', { name: 'Guardar e testar' }).click();
  // What lacks stands at its field; nothing was kept.
  await dialog.locator('.field-problem').first().waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Saiba mais' }).click();
  await page.getByText('Por onde segue').waitFor();
  await card(page, 'Webhook').click();
  await page.getByText('Experimente no terminal').click();
  await soon(() => page.locator('.curl pre').textContent()).toContain('"cliente":"Bia"');
  expect(await page.getByLabel('Endereço', { exact: true }).inputValue()).toContain('/hooks/');
  expect(await configOf(id, 'erp')).toMatchObject({ method: 'POST' });
  await page.context().close();
});

test('a step that works with a table has a field for each column, of its type; conditions know them, too', async () => {
  const columns = [
    { name: 'nome', type: 'text', required: true },
    { name: 'idade', type: 'number' },
    { name: 'fase', type: 'choice', choices: ['nova', 'antiga'] },
  ];
  await call('/data-tables', { name: 'Clientes do inspetor', columns });
  const { page, id } = await openFlow(1640, tables);
  const chooseTable = async () => {
    await page.getByRole('combobox', { name: /^Tabela/ }).click();
    await page.getByRole('option', { name: 'Clientes do inspetor' }).click();
  };
  await card(page, 'Gravar').click();
  await chooseTable();
  await page.getByRole('textbox', { name: /^nome/ }).waitFor();
  await rewrite(page, page.getByRole('textbox', { name: /^nome/ }), 'Bia');
  await page.getByLabel('idade', { exact: true }).fill('31');
  await page.getByRole('combobox', { name: /^fase/ }).click();
  await page.getByRole('option', { name: 'antiga' }).click();
  await soon(() => configOf(id, 'grava')).toEqual({
    table: 'Clientes do inspetor',
    values: { nome: 'Bia', idade: 31, fase: 'antiga' },
  });
  // A number may come from an expression all the same.
  await page.getByRole('button', { name: 'Usar uma expressão: idade' }).click();
  await rewrite(page, page.getByRole('textbox', { name: /^idade/ }), '30 + 1');
  await soon(async () => (await configOf(id, 'grava')).values).toMatchObject({ idade: '{{ 30 + 1 }}' });

  await card(page, 'Achar').click();
  await chooseTable();
  await page.getByRole('button', { name: 'Adicionar', exact: true }).first().click();
  await page.getByRole('combobox', { name: /^Coluna/ }).click();
  await page.getByRole('option', { name: 'idade' }).click();
  await page.getByRole('combobox', { name: /^Condição/ }).click();
  expect(await page.getByRole('option', { name: 'contém' }).count()).toBe(0);
  await page.getByRole('option', { name: 'é no mínimo' }).click();
  await page.getByLabel('Valor', { exact: true }).fill('18');
  await soon(async () => (await configOf(id, 'acha')).where).toEqual([{ column: 'idade', operator: 'gte', value: 18 }]);
  await page.context().close();
});

test('a schema is drawn as its fields and loses nothing that only its JSON says; a file is uploaded in its field', async () => {
  const { page, id } = await openFlow(1640, tables);
  await card(page, 'Extrair').click();
  const schemaOf = async () => (await configOf(id, 'le')).schema;
  await page.getByRole('button', { name: 'Adicionar campo' }).click();
  await page.getByRole('textbox', { name: 'Nome do campo 1' }).fill('itens');
  await page.getByRole('combobox', { name: 'Tipo de itens' }).click();
  await page.getByRole('option', { name: 'Lista' }).click();
  await page.getByRole('combobox', { name: 'Itens de itens' }).click();
  await page.getByRole('option', { name: 'Grupo' }).click();
  await page.getByRole('button', { name: 'Adicionar campo dentro' }).click();
  const inner = page.locator('.schema-items');
  await inner.getByRole('textbox', { name: 'Nome do campo 1' }).fill('peca');
  await inner.getByRole('textbox', { name: 'Descrição de peca' }).fill('Como o cliente a chama');
  const peca = { type: 'string', description: 'Como o cliente a chama' };
  const item = { type: 'object', properties: { peca }, required: ['peca'] };
  const wanted = { type: 'object', properties: { itens: { type: 'array', items: item } }, required: ['itens'] };
  await soon(schemaOf).toEqual(wanted);

  // By hand, more than fields can show; it stays over an edit of the fields.
  await page.locator('.schema-view').getByText('JSON').click();
  const code = page.locator('.schema .cm-content');
  await code.waitFor();
  await code.fill(JSON.stringify({ ...wanted, minProperties: 1 }));
  await soon(schemaOf).toEqual({ ...wanted, minProperties: 1 });
  await page.locator('.schema-view').getByText('Campos').click();
  await page.getByText('O esquema diz mais do que cabe aqui').waitFor();
  await page.getByRole('textbox', { name: 'Nome do campo 1' }).first().fill('pecas');
  const renamed = { properties: { pecas: wanted.properties.itens }, required: ['pecas'] };
  await soon(schemaOf).toEqual({ type: 'object', ...renamed, minProperties: 1 });

  await card(page, 'Ler a lista').click();
  await page.getByRole('button', { name: 'Enviar um arquivo' }).waitFor();
  const upload = { name: 'lista.csv', mimeType: 'text/csv', buffer: Buffer.from('nome;total') };
  await page.locator('.inspector input[type=file]').setInputFiles(upload);
  await page.getByRole('link', { name: 'lista.csv' }).waitFor();
  await soon(async () => (await configOf(id, 'anexo')).file).toMatchObject({
    name: 'lista.csv',
    type: 'text/csv',
    size: 10,
  });
  await page.getByRole('button', { name: 'Tirar: lista.csv' }).click();
  await page.getByRole('button', { name: 'Enviar um arquivo' }).waitFor();
  await page.context().close();
});

test('on a phone the step is a sheet over the whole screen', async () => {
  const { page, id } = await openFlow(390);
  // The flow begins at a size that can be read: this step lies beside the screen.
  await page.getByRole('button', { name: 'Ver tudo' }).click();
  await card(page, 'É caro?').click();
  const field = page.getByRole('textbox', { name: 'Condição' });
  await rewrite(page, field, 'trigger.data.cliente == "Bia"');
  await soon(() => page.locator('.preview').textContent()).toContain('true');
  await soon(async () => JSON.stringify(await configOf(id, 'caro'))).toContain('Bia');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  // Who closed the sheet opens it again where it was.
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
  await card(page, 'É caro?').click();
  await field.waitFor();
  await page.context().close();
});
