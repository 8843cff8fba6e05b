import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What WCAG 2.2 AA asks, and what good manners do. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Nodes that a run did not reach are faint so that the path it took is seen; a dash tells it too, and the list of steps. */
const FAINT = [['.node[data-status="skipped"]'], ['.frame[data-status="skipped"]']];

/** What is drawn on a canvas is as large as one looks; the rounds of a loop have a bar over it whose size stays. */
const SCALED = [['.react-flow__node .round-stepper']];

interface Fault {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** What axe finds on the page as it stands: one line a fault. */
export const faultsOf = async (page: Page): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const faults = (await page.evaluate(
    async ({ rules, left }) => {
      const { axe } = globalThis as unknown as {
        axe: { run: (...given: unknown[]) => Promise<{ violations: unknown }> };
      };
      const found = await axe.run(
        { include: [['html']], exclude: left },
        { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] },
      );
      return found.violations;
    },
    { rules: RULES, left: [...FAINT, ...SCALED] },
  )) as Fault[];
  return faults.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`),
  );
};
