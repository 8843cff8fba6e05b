import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLE_SCOPES } from '#api/auth/role-scopes.ts';
import { Studio } from '../builder-figures/studio.ts';
import { furnish, type Shop } from '../pictures/shop.ts';
import { settled } from './axe.ts';
import { card } from './drawing.ts';
import { ownShop } from './own-shop.ts';
import { startWaiting } from './waiting-run.ts';

let studio: Studio;
let shop: Shop;
let reminder = '';
let asking = '';
beforeAll(async () => {
  studio = await Studio.at(await ownShop());
  shop = await furnish(studio, `${studio.demo.url}/livez`);
  const { data } = (await studio.call('GET', '/v1/flows?q=lembrete')) as unknown as { data: { id: string }[] };
  reminder = data[0]?.id ?? '';
  asking = await startWaiting(studio);
  const secret = { auth: 'bearer', token: 'abre-te', hosts: ['erp.example'] };
  await studio.call('POST', '/v1/connections', { connector: 'http', name: 'ERP', ...secret });
}, 240_000);
afterAll(async () => await studio?.close());

const places = (): string[] => [
  ...['/home', '/flows', '/flows?archived=1', `/flows/${shop.order}`, `/flows/${reminder}`, '/runs'],
  ...[`/runs/${asking}`, `/runs/${shop.failedRun}`, `/runs/${shop.loopRun}?view=timeline`],
  ...[`/runs/${asking}?view=story`, '/approvals', '/conversations', '/events', '/data', `/data/${shop.table}`],
  ...['/connections', '/templates', '/templates/order-saga', '/templates/kits/workshop', '/ai', '/settings'],
  ...['/settings/values', '/settings/brand', '/settings/people', '/settings/about'],
];

const openPage = async (place: string, page: Page): Promise<void> => {
  await page.goto(studio.demo.url + place);
  await page.getByRole('main').waitFor();
  await settled(page);
};

/** A page whose every call has but a viewer's rights: what the API refuses is refused. */
const asViewer = async (options: BrowserContextOptions): Promise<{ page: Page; refused: string[] }> => {
  const made = await studio.call('POST', '/v1/api-keys', { name: 'só vê', scopes: ROLE_SCOPES.viewer });
  const page = await studio.signedIn({ ...options, serviceWorkers: 'block' });
  const refused: string[] = [];
  await page.route('**/v1/**', async (asked) => {
    // A key has no inbox of its own, and no name.
    if (/\/v1\/(notifications|push|saved-views)/.test(asked.request().url())) return await asked.continue();
    const { cookie: _, ...headers } = await asked.request().allHeaders();
    await asked.continue({ headers: { ...headers, authorization: `Bearer ${String(made.key)}` } });
  });
  page.on('response', (answer) => {
    if (answer.status() === 403) refused.push(`${answer.request().method()} ${new URL(answer.url()).pathname}`);
  });
  return { page, refused };
};

/** Words of what a viewer may not do. A template is tried in the browser alone. */
const DOES =
  /^(Novo|Nova|Criar|Importar|Arquivar|Organizar|Publicar|Testar(?! sem efeitos)|Salvar|Excluir|Renomear|Rodar|Cancelar|Pausar|Retomar|Aprovar|Recusar|Decidir|Enviar|Revogar|Restaurar|Adicionar|Descartar|Desfazer|Usar)\b/;

test('a viewer sees flows, runs and pages, and is offered nothing that would be refused', async () => {
  const { page, refused } = await asViewer({ reducedMotion: 'reduce' });
  page.setDefaultTimeout(30_000);
  const offered: Record<string, string[]> = {};
  for (const place of places()) {
    await openPage(place, page);
    const names = await page
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim()));
    const wrong = names.filter((name) => DOES.test(name));
    if ((await page.getByRole('checkbox').count()) > 0) wrong.push('checkboxes');
    if (wrong.length > 0) offered[place] = wrong;
  }
  expect(offered).toEqual({});
  expect(refused).toEqual([]);

  await openPage(`/flows/${shop.order}`, page);
  await page.getByText('Seu papel nesta conta permite ver os fluxos').waitFor();
  await card(page, 'Somar os itens').click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Enter');
  await card(page, 'Somar os itens').waitFor();
  await openPage('/flows', page);
  await page.getByRole('button', { name: 'Mais ações de “Lembrete de horário”' }).click();
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Ver execuções', 'Exportar']);
  expect(refused).toEqual([]);
  await page.context().close();
}, 300_000);

/** Words of one language that are none of the other. */
const PORTUGUESE =
  /[ãõç]|\b(não|você|seu|sua|seus|suas|para|com|sem|uma|dos|das|fluxos?|passos?|execuç|salvar|novo|nova|criar|fechar|voltar|todos|nenhuma?|hoje|ontem|agora|há|quando|quem|ainda|depois|antes|este|esta|isto)\b/i;
const ENGLISH =
  /\b(the|and|of|you|your|with|this|these|are|from|when|who|what|which|flows?|runs?|steps?|save|close|search|none|more|all|new|ago|yet|only)\b/i;

/** What a person wrote, or a machine: no text of ours. */
const DATA =
  'code, pre, .mono, .react-flow__attribution, .cm-editor, .react-flow__node, .template-canvas, input, textarea, img';

/** All that is read or heard on the page, a piece each. */
const wordsOf = (page: Page): Promise<string[]> =>
  page.evaluate((data) => {
    const found = new Set<string>();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (node.parentElement && !node.parentElement.closest(`${data}, script, style`))
        found.add(node.textContent ?? '');
    for (const one of document.querySelectorAll('[aria-label], [placeholder], [title]'))
      for (const name of ['aria-label', 'placeholder', 'title'])
        if (!one.closest('.react-flow__node, .react-flow__attribution')) found.add(one.getAttribute(name) ?? '');
    // Zones have their names everywhere.
    return [...found].map((text) => text.trim()).filter((text) => text && !/^[A-Z]\w+\/\S+$/.test(text));
  }, DATA);

for (const [language, other, locale] of [
  ['English', PORTUGUESE, 'en'],
  ['Portuguese', ENGLISH, 'pt-BR'],
] as const)
  test(`every page speaks ${language} alone`, { timeout: 300_000 }, async () => {
    const page = await studio.signedIn({ reducedMotion: 'reduce' });
    page.setDefaultTimeout(30_000);
    // Names that people gave are theirs, in any language; why a run waits is told in the account's.
    const given = new Set(GIVEN);
    await page.evaluate((chosen) => localStorage.setItem('trama.locale', chosen), locale);
    const left: Record<string, string[]> = {};
    for (const place of [...places(), '/settings/keys', '/welcome']) {
      await openPage(place, page);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale);
      const words = (await wordsOf(page)).filter((text) =>
        other.test([...given].reduce((rest, name) => rest.replaceAll(name, ''), text)),
      );
      if (words.length > 0) left[place] = words;
    }
    await page.context().close();
    expect(left).toEqual({});
  });

const GIVEN = [
  ...[
    'Pedido acima de R$ 100',
    'Soma o pedido, avisa o sistema da loja e pede a aprovação do dono.',
    'Sincronizar estoque',
  ],
  ...['Lembrete de horário', 'Somar os itens', 'Passa de R$ 100?', 'Avisar o sistema da loja', 'Aprovação do dono'],
  ...[
    'Separar cada item',
    'Etiqueta da peça',
    'Um instante',
    'Ler o estoque',
    'Guardar',
    'Avisar a equipe',
    'estoque.mudou',
    'novo',
    'Compras',
    'Compra de peças',
    'Espera uma decisão',
  ],
];
