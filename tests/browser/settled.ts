import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const POLL = { timeout: 20_000 };

/** Nothing is asked of a page that still moves or loads. */
export const settled = async (page: Page): Promise<void> => {
  await expect
    .poll(
      () =>
        page.evaluate(() => ({
          loads: document.querySelectorAll('.mantine-Skeleton-root, .mantine-Loader-root').length,
          moves: document
            .getAnimations()
            .filter((one) => one.playState === 'running' && one.effect?.getTiming().iterations !== Infinity).length,
        })),
      POLL,
    )
    .toEqual({ loads: 0, moves: 0 });
};

const isThere = async (page: Page, place: string): Promise<void> => {
  await page
    .getByRole('main')
    .waitFor()
    .catch(async (cause) => {
      throw new Error(`${place}: ${await page.locator('body').innerText()}`, { cause });
    });
  await settled(page);
};

/** Opens a page of the builder, all of it loaded anew. */
export async function openAnew(page: Page, place: string): Promise<void> {
  await page.goto(new URL(place, page.url()).href);
  await isThere(page, place);
}

/** Opens a page of the builder as a link in it does: a fraction of the time that loading all of it anew takes. */
export async function openFromHere(page: Page, place: string): Promise<void> {
  await page.evaluate((to) => {
    if (to === location.pathname + location.search) return;
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, place);
  await isThere(page, place);
}
