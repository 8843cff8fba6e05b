import { expect, test } from 'vitest';
import { timeSkippingEnvironment } from '#tests/time-skipping.ts';

test('a month passes in seconds, and the server says so', async () => {
  const environment = await timeSkippingEnvironment();
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('30 days');
    expect(await environment.currentTimeMs()).toBeGreaterThanOrEqual(Number(before) + 30 * 86_400_000);
  } finally {
    await environment.teardown();
  }
});
