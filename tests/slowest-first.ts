import { BaseSequencer, type TestSpecification } from 'vitest/node';

const files = (...names: string[]): string[] => names.map((name) => `/tests/${name}.test.ts`);

/**
 * Files that start products of their own, each of which loads a core for seconds: several begun at once would only wait for each
 * other, and their times would tell nothing. The longest first, and so many others begin between two of them.
 */
const STARTING = files(
  ...['integration/machines', 'integration/deployments', 'integration/docs/pages', 'integration/start'],
  ...['integration/cluster', 'integration/canary'],
  ...[
    'conformance/crash',
    'conformance/data-tables',
    'conformance/telegram-crash',
    'conformance/s3',
    'conformance/operators',
  ],
  ...['browser/journey', 'browser/subscription', 'browser/temporal-pages', 'browser/notices'],
);
const APART = 6;

/** Files that take far longer than their size tells: begun last, each of them would be waited for alone. */
const SLOWEST = files(
  ...['integration/api/attacks', 'integration/data/placement', 'integration/data/placement-turns'],
  ...[
    'integration/telegram/polling',
    'integration/code-out',
    'integration/billing/three-years',
    'integration/embedded',
  ],
  ...[
    'conformance/cli',
    'conformance/http-request',
    'templates/working',
    'conformance/telegram',
    'conformance/subflows',
  ],
  ...['workflow/flow', 'workflow/long-actions', 'workflow/histories'],
  ...[
    'browser/dialogs',
    'browser/everybody',
    'browser/inspector',
    'browser/offline',
    'browser/nothing-lost',
    'browser/first-day',
  ],
);

const rankIn = (list: string[], { moduleId }: TestSpecification): number => {
  const at = list.findIndex((end) => moduleId.endsWith(end));
  return at === -1 ? list.length : at;
};

/** One of the first, then so many of the others, and so on; what is left of either comes after. */
const spaced = <T>(first: T[], others: T[]): T[] => {
  const rest = [...others];
  return [...first.flatMap((one) => [one, ...rest.splice(0, APART)]), ...rest];
};

/** On a clean checkout nothing is known of the last run. */
export class SlowestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specifications);
    return [...new Set(sorted.map(({ project }) => project.name))].flatMap((name) => {
      const own = sorted.filter(({ project }) => project.name === name);
      const isStarting = (one: TestSpecification): boolean => rankIn(STARTING, one) < STARTING.length;
      const by = (list: string[]) => (a: TestSpecification, b: TestSpecification) => rankIn(list, a) - rankIn(list, b);
      return spaced(
        own.filter(isStarting).toSorted(by(STARTING)),
        own.filter((one) => !isStarting(one)).toSorted(by(SLOWEST)),
      );
    });
  }
}
