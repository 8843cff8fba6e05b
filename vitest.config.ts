import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './tests/slowest-first.ts';

const FOLDERS = 'flow,connectors,domain,api,config,builder-ui,activities,workflows,workers,prisma,scripts,cli,sdks';

/** Stands beside its code like any test, and asks for a real database (tests/fresh-database.ts). */
const WITH_DATABASE = `{${FOLDERS}}/**/*.db.test.ts`;

/** What takes its time beside its code: random cases by the thousand, processes and servers that are waited for, and what is long on purpose. */
const LONG = `{${FOLDERS}}/**/*.{property,process,long}.test.ts`;

/** Pure code for the most part: loading it once a thread halves the time. */
const light = {
  pool: 'threads' as const,
  isolate: false,
  // By default one fewer than there are cores: of two, one would stand idle.
  maxWorkers: 2,
  // A machine that does other things as well is slow, not wrong.
  testTimeout: 30_000,
};

/** What needs real servers needs some patience with two cores, too. */
const slow = (name: string, globalSetup: string[] = [], include: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`, ...include],
    globalSetup,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // More than there are cores: a good part of what they do is to wait, for servers that start and pages that load.
    maxWorkers: 3,
    sequence: { groupOrder: 1 },
  },
});

export default defineConfig({
  test: {
    setupFiles: ['tests/no-console-errors.ts'],
    restoreMocks: true,
    sequence: { sequencer: SlowestFirst },
    // By default a second: too little for what is waited for on a machine that does other things as well.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`{${FOLDERS}}/**/*.test.{ts,tsx}`, 'tests/docs/**/*.test.ts'],
          exclude: [WITH_DATABASE, LONG],
          ...light,
        },
      },
      { extends: true, test: { name: 'long', include: [LONG], ...light } },
      {
        ...slow('integration'),
        // Each file has a database of its own; the modules they share are loaded once a process, not once a file: that was
        // most of their time.
        test: { ...slow('integration', ['tests/embedded.ts'], [WITH_DATABASE]).test, isolate: false },
      },
      {
        ...slow('workflow'),
        // As `npm start` does.
        test: { ...slow('workflow').test, execArgv: ['--require', './workers/workflow-threads.cjs'] },
      },
      // As above: loading them anew for each file took a minute and a half.
      { ...slow('browser'), test: { ...slow('browser', ['tests/one-product.ts']).test, isolate: false } },
      slow('conformance', ['tests/one-product.ts'], ['tests/{templates,ai-help}/**/*.test.ts']),
      slow('crash'),
    ],
  },
});
