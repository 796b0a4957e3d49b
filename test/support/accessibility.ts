import type axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds on a page into which it was loaded: one line for each kind of violation. */
export function axeViolations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof axeCore };
    const result = await axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.length}, first ${nodes[0]?.target.join()} ${nodes[0]?.failureSummary}`,
    );
  });
}
