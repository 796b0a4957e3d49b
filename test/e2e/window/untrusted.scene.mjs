// An untrusted workspace: everything can be read, and nothing of the build is run.
import assert from 'node:assert/strict';
import { harmless } from '../../../scripts/lib/e2e/harmless.mjs';

const row = (text) => `.pane-body .monaco-list-row:has-text("${text}")`;

export default {
  'shows modules, types and states': async ({ actions }) => {
    await actions.waitFor('.statusbar-item:has-text("Restricted Mode")', { timeoutMs: 60_000 });
    await actions.click('.activitybar [aria-label^="ITK Wrapping"]');
    await actions.waitFor(row('ITKCommon'), { timeoutMs: 60_000 });
    await actions.click(row('ITKThresholding'));
    await actions.waitFor(`${row('itkThresholdImageFilter')}:has-text("not cached yet")`, {
      timeoutMs: 60_000,
    });
    await actions.restPointer();
    await actions.screenshot('untrusted');
  },

  'has no button or palette command that runs something': async ({ page, actions }) => {
    await actions.hover(row('itkThresholdImageFilter'));
    await actions.waitFor(`${row('itkThresholdImageFilter')} .action-label[aria-label^="Explain"]`);
    const run = page.locator(`${row('itkThresholdImageFilter')} .action-label[aria-label^="Rebuild Type"]`);
    if ((await run.count()) > 0) assert.match((await run.first().getAttribute('class')) ?? '', /disabled/);
    await actions.palette('ITK Wrap: ');
    await actions.waitFor('.quick-input-list .monaco-list-row:has-text("ITK Wrap: Copy L1 Key")');
    const commands = await actions.texts('.quick-input-list .monaco-list-row');
    assert.ok(!commands.some((text) => /Benchmark|Configure|Compare/.test(text)), commands.join('\n'));
    await actions.screenshot('untrusted-palette');
    await actions.type('Rebuild');
    const listed = page.locator('.quick-input-list .monaco-list-row');
    // If no command has this name, the palette shows a few others that it considers similar.
    await page.waitForFunction(
      () => document.querySelectorAll('.quick-input-list .monaco-list-row').length < 8,
    );
    assert.equal(await listed.filter({ hasText: 'ITK Wrap: Rebuild' }).count(), 0);
    await actions.keys(['Escape']);
  },

  ...harmless,
};
