// Beside another extension that brings the language `cmake` with its own grammar, as CMake Tools and twxs.cmake do.
import assert from 'node:assert/strict';

const SLOW = { timeoutMs: 60_000 };
/** The color of the other grammar's functions: see the workspace's settings. */
const OTHER = 'rgb(255, 0, 255)';

const open = async ({ actions, page }, name) => {
  await page.keyboard.press('Control+P');
  await actions.waitFor('.quick-input-box input:focus', SLOW);
  await actions.type(name);
  await actions.waitFor(
    `.quick-input-list .monaco-list-row.focused:has-text("${name.split('/').at(-1)}")`,
    SLOW,
  );
  await page.keyboard.press('Enter');
  await actions.waitFor(`.tab.active:has-text("${name.split('/').at(-1)}")`, SLOW);
};
/** Waits until the colors of the editor's text are as wanted. */
const colors = async ({ page }, areWanted) => {
  const find = () =>
    page.evaluate(() => [
      ...new Set(
        [...document.querySelectorAll('.editor-instance .view-line span span')].map(
          (span) => getComputedStyle(span).color,
        ),
      ),
    ]);
  for (const end = Date.now() + SLOW.timeoutMs; ;) {
    const found = await find();
    if (areWanted(found)) return;
    assert.ok(Date.now() < end, `only ${found.join(' and ')}`);
    await page.waitForTimeout(100);
  }
};
const theirs = (found) => found.includes(OTHER);
const ours = (found) => found.length > 3 && !found.includes(OTHER);
const language = (actions, name) => actions.waitFor(`[id="status.editor.mode"]:has-text("${name}")`, SLOW);

export default {
  'nothing is registered twice': async (scene) => {
    const { actions, page } = scene;
    const warnings = [];
    page.on('console', (message) => warnings.push(message.text()));
    await page.reload();
    await actions.waitFor('.statusbar-item:has-text("ITK")', SLOW);
    await open(scene, 'wrapping/CMakeLists.txt');
    await language(actions, 'CMake');
    await colors(scene, theirs);
    assert.deepEqual(
      warnings.filter((text) => /grammar|scope|language|\bcmake\b/i.test(text)),
      [],
    );
    await actions.palette('Change Language Mode');
    await page.keyboard.press('Enter');
    await actions.type('cmake');
    await actions.waitFor('.quick-input-list .monaco-list-row:has-text("CMake")', SLOW);
    const names = await actions.texts('.quick-input-list .monaco-list-row .label-name');
    assert.equal(names.filter((name) => name === 'CMake').length, 1, names.join(', '));
    await page.keyboard.press('Escape');
  },

  'a CMakeLists.txt has the colors of the other extension, and a .wrap file has ours': async (scene) => {
    const { actions } = scene;
    await open(scene, 'wrapping/CMakeLists.txt');
    await colors(scene, theirs);
    await actions.screenshot('cmake-lists');
    await open(scene, 'itkAbsImageFilter.wrap');
    await language(actions, 'ITK wrap');
    await colors(scene, ours);
    await actions.screenshot('wrap');
  },

  'the user’s file associations win': async (scene) => {
    const { actions } = scene;
    await open(scene, 'TypedefMacros.cmake');
    await language(actions, 'Plain Text');
    await open(scene, 'itkCastImageFilter.wrap');
    await language(actions, 'CMake');
    await colors(scene, theirs);
  },
};
