import type { Page } from 'playwright-core';

/** How each page is taken: at a desk by day and by night, and on a phone. */
export const LOOKS = {
  light: { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true, isMobile: true },
} as const;

/** Waits until a page is at rest. */
export async function settled(page: Page): Promise<void> {
  await page
    .locator('.mantine-Skeleton-root, .mantine-Loader-root')
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => {});
  // Panels slide and the canvas finds its place for some tenths of a second.
  await new Promise((done) => setTimeout(done, 900));
}
