import { afterAll, beforeAll, expect, test } from 'vitest';
import { Studio } from '../builder-figures/studio.ts';
import { furnish, type Shop } from '../pictures/shop.ts';
import { faultsOf, settled } from './axe.ts';
import { ownShop } from './own-shop.ts';

let studio: Studio;
let shop: Shop;
beforeAll(async () => {
  studio = await Studio.at(await ownShop());
  shop = await furnish(studio, `${studio.demo.url}/livez`);
}, 240_000);
afterAll(async () => await studio?.close());

const places = (): Record<string, string> => ({
  ...{ home: '/home', flows: '/flows', editor: `/flows/${shop.order}`, runs: '/runs' },
  ...{ 'run that waits': `/runs/${shop.waitingRun}`, 'run with a loop': `/runs/${shop.loopRun}` },
  ...{ 'run that failed': `/runs/${shop.failedRun}`, approvals: '/approvals', conversations: '/conversations' },
  ...{ events: '/events', tables: '/data', table: `/data/${shop.table}`, connections: '/connections' },
  ...{ templates: '/templates', template: '/templates/order-saga', kit: '/templates/kits/workshop' },
  ...{ archive: '/flows?archived=1' },
  ...{ ai: '/ai', account: '/settings', values: '/settings/values' },
  ...{
    brand: '/settings/brand',
    keys: '/settings/keys',
    people: '/settings/people',
    about: '/settings/about',
    aiHelp: '/settings/ai',
  },
  ...{ 'first steps': '/welcome', 'no page': '/nowhere' },
});

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'on a phone': { colorScheme: 'light', ...PHONE },
} as const))
  test(`every page is for everybody, ${name}`, { timeout: 400_000 }, async () => {
    const context = await studio.browser.newContext({ locale: 'pt-BR', reducedMotion: 'reduce', ...options });
    const stranger = await context.newPage();
    await stranger.goto(studio.demo.url);
    await stranger.getByRole('button', { name: 'Entrar', exact: true }).waitFor();
    await settled(stranger);
    const found: Record<string, string[]> = { 'sign-in': await faultsOf(stranger) };
    await context.close();
    const page = await studio.signedIn({ reducedMotion: 'reduce', ...options });
    page.setDefaultTimeout(45_000);
    for (const [name, place] of Object.entries(places())) {
      await page.goto(studio.demo.url + place);
      await page
        .getByRole('main')
        .waitFor()
        .catch(async (cause) => {
          throw new Error(`${name}: ${await page.locator('body').innerText()}`, { cause });
        });
      await settled(page);
      const faults = await faultsOf(page);
      found[name] = faults;
    }
    await page.context().close();
    const bad = Object.entries(found).filter(([, faults]) => faults.length > 0);
    expect(Object.fromEntries(bad)).toEqual({});
  });
