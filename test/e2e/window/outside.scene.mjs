// Questions that a window under test never shows: a build outside the workspace, and a file that has to be removed.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const SLOW = { timeoutMs: 60_000 };
const row = (text) => `.pane-body .monaco-list-row:has-text("${text}")`;
const dialog = '.monaco-dialog-box';
const button = (text) => `${dialog} .monaco-button:has-text("${text}")`;
const buildOf = (open) => path.join(open, '..', 'build');
const xmlOf = (open) => path.join(buildOf(open), 'Wrapping/castxml_inputs/itkThresholdImageFilter.xml');

/**
 * Clicks a button of a row in the sidebar until `happened`. If the row was just drawn again, VS Code forgets it and asks for a
 * type. Until the build is read, the button is disabled, and then the row may move away from the pointer.
 */
const run = async ({ actions, page }, name, title, happened) => {
  for (const end = Date.now() + SLOW.timeoutMs; ;) {
    try {
      await actions.hover(row(name), { timeoutMs: 5000 });
      await actions.click(`${row(name)} .action-label[aria-label^="${title}"]`, { timeoutMs: 5000 });
      for (const soon = Date.now() + 5000; Date.now() < soon; await page.waitForTimeout(100))
        if (await happened()) return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    assert.ok(Date.now() < end, `nothing happens after a click on ${title} of ${name}`);
    await page.keyboard.press('Escape');
  }
};
const asked = (page, question) => async () =>
  (await page.locator(`${dialog}:has-text("${question}")`).count()) > 0;
const written = (file) => () => existsSync(file);
const exists = async (file, page) => {
  for (const end = Date.now() + SLOW.timeoutMs; !existsSync(file); await page.waitForTimeout(100))
    assert.ok(Date.now() < end, `${file} is never written`);
};
const runCastxml = (scene, happened) => run(scene, 'itkThresholdImageFilter', 'Rebuild Type', happened);
const OUTSIDE = 'Run programs of a build outside this workspace?';

export default {
  'runs nothing of a build outside the workspace if the question is answered with no': async (scene) => {
    const { actions, open, page } = scene;
    await actions.click('.activitybar [aria-label^="ITK Wrapping"]', SLOW);
    await actions.waitFor(row('ITKThresholding'), SLOW);
    await actions.click(row('ITKThresholding'));
    await actions.waitFor(row('itkThresholdImageFilter'), SLOW);
    await runCastxml(scene, asked(page, OUTSIDE));
    const [text] = await actions.texts(dialog);
    assert.ok(text?.includes(buildOf(open)), text);
    await actions.screenshot('question');
    await actions.click(button('Cancel'));
    await page.locator(dialog).waitFor({ state: 'hidden' });
    assert.equal(existsSync(xmlOf(open)), false);
  },

  'runs its programs after a yes': async (scene) => {
    const { actions, open, page } = scene;
    await runCastxml(scene, asked(page, OUTSIDE));
    await actions.click(button('Run'), SLOW);
    await exists(xmlOf(open), page);
  },

  'does not ask a second time': async (scene) => {
    const { open } = scene;
    await rm(xmlOf(open));
    await runCastxml(scene, written(xmlOf(open)));
  },

  'removes a damaged pkl database after a yes, and runs igenerator again': async (scene) => {
    const { actions, open, page } = scene;
    const pkl = path.join(buildOf(open), 'Wrapping/Generators/Python/itk-pkl');
    const database = path.join(pkl, 'itk-pkl-v1.db');
    const stamp = path.join(pkl, 'ITKCommon.stamp');
    // By the name of its stamp, a build tells that its pkl data is in a database.
    const ninja = path.join(buildOf(open), 'build.ninja');
    await writeFile(ninja, (await readFile(ninja, 'utf8')).replaceAll('.pkl.stamp', '.stamp'));
    await writeFile(database, 'This is no database, though it has the name of one.');
    await run(scene, 'ITKCommon', 'Rebuild Module', written(stamp));
    await rm(stamp);
    await actions.waitFor(`${row('ITKCommon')}:has-text("damaged")`, SLOW);
    await run(scene, 'ITKCommon', 'Repair', asked(page, 'SQLite cannot read a pkl database'));
    await actions.screenshot('damaged-database');
    await actions.click(button('Remove and Repair'));
    await exists(stamp, page);
    assert.equal(existsSync(database), false);
  },
};
