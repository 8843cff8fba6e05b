import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Studio } from '../builder-figures/studio.ts';
import { furnish, type Shop } from '../pictures/shop.ts';
import { faultsOf } from './axe.ts';
import { ownShop } from './own-shop.ts';
import { openAnew, openFromHere, settled } from './settled.ts';
import { startWaiting } from './waiting-run.ts';

let studio: Studio;
let shop: Shop;
let asking = '';
beforeAll(async () => {
  studio = await Studio.at(await ownShop());
  shop = await furnish(studio, `${studio.demo.url}/livez`);
  asking = await startWaiting(studio);
}, 240_000);
afterAll(async () => await studio?.close());

interface Opening {
  place: string;
  /** What is pressed, and has the focus again once the dialog is closed. */
  by?: (page: Page) => Locator;
  /** Keys that open it. */
  keys?: string;
  /** An entry of the menu that `by` opens. */
  entry?: string | RegExp;
  /** What has to be there before. */
  before?: (page: Page) => Promise<void>;
}

const button = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first();
const inMain = (name: string | RegExp) => (page: Page) => page.getByRole('main').getByRole('button', { name }).first();

const openings = (): Record<string, Opening> => ({
  'command bar': { place: '/flows', keys: 'Control+k' },
  'shortcuts page': { place: '/flows', keys: '?' },
  'import of a flow': { place: '/flows', by: inMain('Importar') },
  archiving: { place: '/flows', by: button('Mais ações de “Lembrete de horário”'), entry: 'Arquivar' },
  organising: { place: '/flows', by: button('Mais ações de “Lembrete de horário”'), entry: 'Organizar' },
  publish: { place: `/flows/${shop.order}`, by: button('Publicar') },
  versions: { place: `/flows/${shop.order}`, by: button('Mais'), entry: /^Versões/ },
  json: { place: `/flows/${shop.order}`, by: button('Mais'), entry: /JSON/ },
  code: { place: `/flows/${shop.order}`, by: button('Mais'), entry: /TypeScript/ },
  'AI help': { place: `/flows/${shop.order}`, by: button('Ajuda da IA') },
  retry: { place: `/runs/${shop.failedRun}`, by: button('Mais ações'), entry: /^Rodar de novo/ },
  decision: { place: `/runs/${asking}`, by: (page) => page.getByRole('link', { name: 'Decidir' }) },
  'bulk question': {
    place: '/runs?status=waiting',
    by: (page) => page.locator('.bulk-bar').getByRole('button', { name: 'Cancelar' }),
    before: async (page) => await page.getByRole('checkbox').nth(1).check(),
  },
  connection: { place: '/connections', by: inMain('Nova conexão') },
  event: { place: '/events', by: inMain('Enviar evento') },
  key: { place: '/settings/keys', by: inMain('Nova chave') },
  table: { place: '/data', by: inMain('Nova tabela') },
  row: { place: `/data/${shop.table}`, by: inMain('Nova linha') },
  'import of rows': { place: `/data/${shop.table}`, by: inMain('Mais ações'), entry: 'Importar CSV' },
  budget: { place: '/ai', by: inMain('Mudar orçamento') },
});

/** What is wrong with one dialog: what axe finds, and where the focus is while it is open and after. */
const wrongWith = async (page: Page, { place, by, keys, entry, before }: Opening): Promise<string[]> => {
  await openFromHere(page, place);
  await before?.(page);
  const opener = by?.(page);
  if (opener) {
    // A button waits for what its dialog needs; one that does takes no focus.
    await expect.poll(() => opener.isEnabled(), { timeout: 15_000 }).toBe(true);
    await opener.focus();
    await page.keyboard.press('Enter');
  }
  if (entry !== undefined) await page.getByRole('menuitem', { name: entry }).click();
  if (keys !== undefined) await page.keyboard.press(keys);
  const dialog = page.getByRole('dialog').last();
  await dialog.waitFor();
  await settled(page);
  const wrong = await faultsOf(page);
  const isInside = () => dialog.evaluate((node) => node.contains(document.activeElement));
  await expect
    .poll(isInside, { timeout: 3_000 })
    .toBe(true)
    .catch(() => wrong.push('the focus is not in it'));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached', timeout: 5_000 }).catch(() => wrong.push('Escape does not close it'));
  if (opener) {
    const isBack = () => opener.evaluate((node) => node === document.activeElement);
    await expect
      .poll(isBack, { timeout: 3_000 })
      .toBe(true)
      .catch(async () => {
        const there = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
        wrong.push(`the focus does not come back; it is at ${there}`);
      });
  }
  return wrong;
};

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light' },
  'dark, on a phone': { colorScheme: 'dark', ...PHONE },
} as const))
  test(`every dialog is for everybody, and gives the focus back, ${name}`, { timeout: 400_000 }, async () => {
    const page = await studio.signedIn({ reducedMotion: 'reduce', ...options });
    page.setDefaultTimeout(15_000);
    const found: Record<string, string[]> = {};
    for (const [name, opening] of Object.entries(openings())) {
      const wrong = await wrongWith(page, opening).catch((error: unknown) => [String(error).slice(0, 400)]);
      if (wrong.length === 0) continue;
      found[name] = wrong;
      // What it left open is not the next one's.
      await openAnew(page, '/flows');
    }
    await page.context().close();
    expect(found).toEqual({});
  });
