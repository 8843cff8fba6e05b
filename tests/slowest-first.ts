import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take far longer than their size tells: begun last, each of them would be waited for alone. */
const SLOWEST = [
  ...['conformance/crash', 'conformance/data-tables', 'conformance/telegram-crash', 'conformance/s3'],
  ...['conformance/telegram', 'templates/working', 'integration/machines', 'integration/start', 'integration/cluster'],
  ...['integration/deployments', 'integration/docs/pages', 'integration/api/attacks', 'integration/telegram/polling'],
  ...['integration/code-out', 'integration/data/approval-messages', 'workflow/flow', 'workflow/long-actions'],
  ...['workflow/histories', 'browser/everybody', 'browser/dialogs', 'browser/inspector', 'browser/offline'],
  ...['browser/journey', 'browser/nothing-lost', 'browser/first-day', 'browser/temporal-pages'],
].map((name) => `/tests/${name}.test.ts`);

const rankOf = ({ moduleId }: TestSpecification): number => {
  const at = SLOWEST.findIndex((end) => moduleId.endsWith(end));
  return at === -1 ? SLOWEST.length : at;
};

/** On a clean checkout nothing is known of the last run. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    return sorted.toSorted(
      (a, b) => projects.indexOf(a.project.name) - projects.indexOf(b.project.name) || rankOf(a) - rankOf(b),
    );
  }
}
