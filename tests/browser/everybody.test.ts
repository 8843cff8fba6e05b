import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLE_SCOPES } from '#api/auth/role-scopes.ts';
import { Studio } from '../builder-figures/studio.ts';
import { furnish, type Shop } from '../pictures/shop.ts';
import { samlKeys } from '../simulators/saml-keys.ts';
import { faultsOf } from './axe.ts';
import { card } from './drawing.ts';
import { ownShop } from './own-shop.ts';
import { openAnew, openFromHere, settled } from './settled.ts';
import { startWaiting } from './waiting-run.ts';
import { type Language, strayWords } from './words-on-page.ts';

let studio: Studio;
let shop: Shop;
let reminder = '';
let asking = '';
let company = '';
beforeAll(async () => {
  studio = await Studio.at(await ownShop());
  shop = await furnish(studio, `${studio.demo.url}/livez`);
  const { data } = (await studio.call('GET', '/v1/flows?q=lembrete')) as unknown as { data: { id: string }[] };
  reminder = data[0]?.id ?? '';
  asking = await startWaiting(studio);
  const secret = { auth: 'bearer', token: 'abre-te', hosts: ['erp.example'] };
  await studio.call('POST', '/v1/connections', { connector: 'http', name: 'ERP', ...secret });
  const idp = { entityId: 'https://idp.example/saml', entryPoint: 'https://idp.example/sso' };
  const sso = await studio.call('PUT', '/v1/sso', { kind: 'saml', ...idp, certificates: [samlKeys.idp.cert] });
  company = String(sso.id);
}, 240_000);
afterAll(async () => await studio?.close());

const places = (): string[] => [
  ...['/home', '/flows', '/flows?archived=1', `/flows/${shop.order}`, `/flows/${reminder}`, '/runs'],
  ...[`/runs/${asking}`, `/runs/${shop.waitingRun}`, `/runs/${shop.failedRun}`, `/runs/${shop.loopRun}`],
  ...[`/runs/${shop.loopRun}?view=timeline`, `/runs/${asking}?view=story`, '/approvals', '/conversations', '/events'],
  ...['/data', `/data/${shop.table}`, '/connections', '/templates', '/templates/order-saga'],
  ...[
    '/templates/kits/workshop',
    '/ai',
    '/plan',
    '/plan/data',
    '/settings',
    '/settings/values',
    '/settings/brand',
    '/settings/people',
  ],
  ...['/settings/roles', '/settings/data', '/settings/consents', '/settings/lost', '/settings/about'],
];

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
  // Who one is was asked with the rights of before.
  await openAnew(page, '/flows');
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
    await openFromHere(page, place);
    const names = await page
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim()));
    const wrong = names.filter((name) => DOES.test(name));
    if ((await page.getByRole('checkbox').count()) > 0) wrong.push('checkboxes');
    if (wrong.length > 0) offered[place] = wrong;
  }
  expect(offered).toEqual({});
  expect(refused).toEqual([]);

  await openAnew(page, `/flows/${shop.order}`);
  await page.getByText('Seu papel nesta conta permite ver os fluxos').waitFor();
  await card(page, 'Somar os itens').click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Enter');
  await card(page, 'Somar os itens').waitFor();
  await openAnew(page, '/flows');
  await page.getByRole('button', { name: 'Mais ações de “Lembrete de horário”' }).click();
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Ver execuções', 'Exportar']);
  expect(refused).toEqual([]);
  await page.context().close();
}, 300_000);

/** Where there is no role to look with. */
const allPlaces = (): string[] => [
  ...[...places(), '/settings/keys', '/settings/ai', '/settings/access', '/settings/audit', '/account', '/developers'],
  ...['/developers/calls', '/developers/usage', '/developers/webhooks', '/developers/examples', '/developers/terminal'],
  ...['/welcome', '/nowhere', `/sign-in-elsewhere?sso=${company}`],
];

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** A way to look at every page. Of each language and scheme one is enough: colours do not know the words on them. */
interface Look {
  options: BrowserContextOptions;
  language: Language;
  /** Words of that one are strange on it; on a phone fewer are seen. */
  strange: Language | null;
  open: (page: Page, place: string) => Promise<void>;
}

const LOOKS: Record<string, Look> = {
  'Portuguese, light': { options: { colorScheme: 'light' }, language: 'pt-BR', strange: 'en', open: openAnew },
  'English, dark': { options: { colorScheme: 'dark' }, language: 'en', strange: 'pt-BR', open: openFromHere },
  'on a phone': {
    ...{ options: { colorScheme: 'light', ...PHONE }, language: 'pt-BR', strange: null },
    open: openFromHere,
  },
};

for (const [name, { options, language, strange, open }] of Object.entries(LOOKS))
  test(`every page is for everybody, and speaks one language alone: ${name}`, { timeout: 400_000 }, async () => {
    const context = await studio.browser.newContext({ locale: language, reducedMotion: 'reduce', ...options });
    const stranger = await context.newPage();
    await stranger.goto(studio.demo.url);
    await stranger.getByRole('button', { name: language === 'en' ? 'Sign in' : 'Entrar', exact: true }).waitFor();
    await settled(stranger);
    const faults: Record<string, string[]> = { 'sign-in': await faultsOf(stranger) };
    const words: Record<string, string[]> = { 'sign-in': strange ? await strayWords(stranger, strange) : [] };
    await context.close();
    const page = await studio.signedIn({ reducedMotion: 'reduce', ...options });
    page.setDefaultTimeout(45_000);
    await page.evaluate((chosen) => localStorage.setItem('trama.locale', chosen), language);
    await openAnew(page, '/flows');
    for (const place of allPlaces()) {
      await open(page, place);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      faults[place] = await faultsOf(page);
      if (strange) words[place] = await strayWords(page, strange);
    }
    await page.context().close();
    const bad = (found: Record<string, string[]>) =>
      Object.fromEntries(Object.entries(found).filter(([, some]) => some.length > 0));
    expect({ faults: bad(faults), words: bad(words) }).toEqual({ faults: {}, words: {} });
  });
