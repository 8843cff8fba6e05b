import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Studio } from '../builder-figures/studio.ts';
import { furnish, type Shop } from '../pictures/shop.ts';

/** What WCAG 2.2 AA asks, and what good manners do. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Nodes that a run did not reach are faint so that the path it took is seen; a dash tells it too, and the list of steps. */
const FAINT = [['.node[data-status="skipped"]'], ['.frame[data-status="skipped"]']];

let studio: Studio;
let shop: Shop;
beforeAll(async () => {
  studio = await Studio.open({ TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1' });
  shop = await furnish(studio, `${studio.demo.url}/livez`);
}, 240_000);
afterAll(async () => await studio?.close());

interface Fault {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** What axe finds on the page as it stands: one line a fault. */
const faultsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  const faults = (await page.evaluate(
    async ({ rules, faint }) => {
      const { axe } = globalThis as unknown as {
        axe: { run: (...given: unknown[]) => Promise<{ violations: unknown }> };
      };
      const found = await axe.run(
        { include: [['html']], exclude: faint },
        { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] },
      );
      return found.violations;
    },
    { rules: RULES, faint: FAINT },
  )) as Fault[];
  return faults.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`),
  );
};

/** Nothing is asked of a page that still moves or loads. */
const settled = async (page: Page): Promise<void> => {
  await expect.poll(() => page.locator('.mantine-Skeleton-root, .mantine-Loader-root').count(), POLL).toBe(0);
  await expect
    .poll(
      () =>
        page.evaluate(
          () =>
            document
              .getAnimations()
              .filter((one) => one.playState === 'running' && one.effect?.getTiming().iterations !== Infinity).length,
        ),
      POLL,
    )
    .toBe(0);
};
const POLL = { timeout: 20_000 };

/** Opens things that are not there at first. */
const acts: Record<string, (page: Page) => Promise<void>> = {
  'command bar': async (page) => {
    await page.getByRole('heading', { name: 'Fluxos' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
  },
};

const places = (): Record<string, string> => ({
  ...{ home: '/home', flows: '/flows', editor: `/flows/${shop.order}`, runs: '/runs' },
  ...{ 'run that waits': `/runs/${shop.waitingRun}`, 'run with a loop': `/runs/${shop.loopRun}` },
  ...{ 'run that failed': `/runs/${shop.failedRun}`, approvals: '/approvals', conversations: '/conversations' },
  ...{ events: '/events', tables: '/data', table: `/data/${shop.table}`, connections: '/connections' },
  ...{ templates: '/templates', ai: '/ai', account: '/settings', values: '/settings/values' },
  ...{ brand: '/settings/brand', keys: '/settings/keys', people: '/settings/people', about: '/settings/about' },
  ...{ 'first steps': '/welcome', 'no page': '/nowhere' },
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`every page is for everybody, ${colorScheme}`, { timeout: 400_000 }, async () => {
    const page = await studio.signedIn({ colorScheme, reducedMotion: 'reduce' });
    page.setDefaultTimeout(45_000);
    const found: Record<string, string[]> = {};
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
      if (faults.length > 0) found[name] = faults;
    }
    await page.goto(`${studio.demo.url}/flows`);
    for (const [name, act] of Object.entries(acts)) {
      await act(page);
      await settled(page);
      const faults = await faultsOf(page);
      if (faults.length > 0) found[name] = faults;
      await page.keyboard.press('Escape');
    }
    await page.context().close();
    expect(found).toEqual({});
  });
