import { defineConfig } from 'vitest/config';

const FOLDERS = 'flow,connectors,domain,api,config,builder-ui,activities,workflows,workers,prisma,scripts';

/** What spans folders needs real servers, and some patience with two cores. */
const slow = (name: string, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    globalSetup,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

export default defineConfig({
  test: {
    setupFiles: ['tests/no-console-errors.ts'],
    restoreMocks: true,
    projects: [
      { extends: true, test: { name: 'unit', include: [`{${FOLDERS}}/**/*.test.{ts,tsx}`] } },
      slow('integration', ['tests/embedded.ts']),
      slow('workflow'),
      slow('browser', ['tests/embedded.ts']),
    ],
  },
});
