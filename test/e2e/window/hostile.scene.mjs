// An untrusted folder in which names, comments and messages try to be links, pictures and icons. All of them stay text,
// whatever is clicked or hovered, and no request goes to another host.
import assert from 'node:assert/strict';
import { harmless } from '../../../scripts/lib/e2e/harmless.mjs';
import { ATTACKER } from '../../../scripts/lib/e2e/hostile.mjs';

const LONG = { timeoutMs: 60_000 };
/** The views below that of the modules. */
const VIEWS = ['Builds', 'Cache'];
const tree = '.pane-body .monaco-list-rows';
const row = (text) => `.pane-body .monaco-list-row:has-text("${text}")`;

/** The commands that our own hovers may contain: `commands` in server/src/shared/protocol.ts. */
const OWN =
  /^command:itkWrapping\.(runCastxml|runIgenerator|repairStamps|copyKey|openFile|showGraph|explain|configure|newWrap)(\?|$)/;

/** The addresses that the window has requested since the scenes began. */
const asked = [];
/** The editor's own addresses: its server, the files of webviews (which its service worker serves), and its gallery. */
const KNOWN =
  /^(?:blob:|data:|https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]|https:\/\/[\w+-]+\.vscode-resource\.vscode-cdn\.net\/|https:\/\/open-vsx\.org\/vscode\/gallery)/;

/** What is rendered within `selector`: the targets of links, pictures, and icons that a name could have caused. */
async function drawn(page, selector) {
  return page.evaluate((within) => {
    const all = (what) =>
      [...document.querySelectorAll(within)].flatMap((each) => [...each.querySelectorAll(what)]);
    return {
      links: all('a').map((link) => link.dataset.href || link.getAttribute('href') || ''),
      pictures: all('img').map((picture) => picture.src),
      icons: all('.codicon-alert, .codicon-flame').map((icon) => icon.className),
    };
  }, selector);
}

/** Checks that a name caused nothing: there are no links except to files and, if allowed, to our own commands. */
async function assertText(page, selector, { commands = false } = {}) {
  const { links, pictures, icons } = await drawn(page, selector);
  for (const link of links.filter((each) => each !== '' && each !== '#'))
    assert.ok(
      /^(?:file|vscode-remote):\/\//.test(link) || (commands && OWN.test(link)),
      `${selector}: a link to ${link}`,
    );
  assert.deepEqual(pictures, [], selector);
  assert.deepEqual(icons, [], selector);
}

/** Shows the hover at the cursor. The server may not know anything yet, so it is asked until it does. */
async function showHover({ page, actions }) {
  for (let left = 10; ; left--) {
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    try {
      return await actions.waitFor('.monaco-editor .monaco-hover:visible', { timeoutMs: 4000 });
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/** Moves the pointer to every row of the sidebar's views, and checks each hover. */
async function hoverRows({ page, actions }) {
  const rows = page.locator('.pane-body .monaco-list-row');
  let hovers = 0;
  for (let n = 0; n < (await rows.count()); n++) {
    const hover = page.locator('.monaco-hover:visible, .workbench-hover:visible');
    await actions.restPointer();
    await hover.first().waitFor({ state: 'hidden', timeout: 5000 });
    await rows
      .nth(n)
      .hover({ timeout: 5000 })
      .catch(() => {});
    const isShown = await hover
      .first()
      .waitFor({ timeout: 4000 })
      .then(() => true)
      .catch(() => false);
    if (!isShown) continue;
    hovers++;
    await assertText(page, '.monaco-hover, .workbench-hover');
    const text = (await hover.first().innerText()).slice(0, 60);
    if (/Click here/.test(text)) await actions.screenshot('row-link');
    if (/\[b\]/.test(text)) await actions.screenshot('row-picture');
    if (/\[m\]/.test(text)) await actions.screenshot('row-module');
  }
  return hovers;
}

/** Does that again if rows that were still moving had no hover. */
async function hoverMoreThan(least, window) {
  let hovers = 0;
  for (let tries = 0; tries < 3 && hovers <= least; tries++) hovers = await hoverRows(window);
  assert.ok(hovers > least, `only ${hovers} hovers`);
}

export default {
  'shows a build with hostile names': async ({ page, actions }) => {
    page.context().on('request', (request) => asked.push(request.url()));
    await actions.waitFor('.statusbar-item:has-text("Restricted Mode")', LONG);
    await actions.click('.activitybar [aria-label^="ITK Wrapping"]');
    await actions.waitFor(row('ITKCommon'), LONG);
    // Makes room for all rows of the modules.
    for (const view of VIEWS) await actions.click(`.pane-header:has-text("${view}")`);
    await actions.click(row('ITKThresholding'));
    await actions.waitFor(row('Click here](command:'), LONG);
    await actions.click(row('[m]'));
    await actions.waitFor(row('itkMask'), LONG);
    // The evaluation adds this row last. A click on a row that is being replaced would be lost.
    await actions.waitFor(row('itkMaskImageFilter'), LONG);
    await assertText(page, tree);
    await actions.restPointer();
    await actions.screenshot('modules');
  },

  'shows a problem of the build as text, in its row and in its notification': async ({ page, actions }) => {
    await actions.click(row('Click here to repair the build'));
    // The greeting of a new build may be there, too.
    await actions.waitFor('.notifications-toasts .notification-list-item:has-text("repair the build")');
    const texts = await actions.texts('.notifications-toasts .notification-list-item-message');
    assert.ok(
      texts.some((text) => text.includes('[Click here to repair the build]')),
      texts.join('\n'),
    );
    await assertText(page, '.notifications-toasts .notification-list-item-message');
    await actions.screenshot('notification');
    await actions.keys(['Escape']);
    await page
      .locator('.notifications-toasts .codicon-notifications-clear')
      .first()
      .click({ timeout: 3000 })
      .catch(() => {});
  },

  'shows only text in the hovers of all rows': async ({ page, actions }) => {
    await hoverMoreThan(10, { page, actions });
    for (const view of VIEWS) await actions.click(`.pane-header:has-text("${view}")`);
    await actions.waitFor(row('Generator'));
    // The views share the room, so some rows are out of sight.
    await hoverMoreThan(6, { page, actions });
    await actions.restPointer();
  },

  'shows only text in the status bar, its menu and the list of types': async ({ page, actions }) => {
    await actions.hover('.statusbar-item:has-text("ITK ")');
    await actions.waitFor('.monaco-hover:visible, .workbench-hover:visible');
    await assertText(page, '.monaco-hover, .workbench-hover');
    await actions.click('.statusbar-item:has-text("ITK ")');
    await actions.waitFor('.quick-input-list .monaco-list-row');
    await assertText(page, '.quick-input-widget');
    await actions.keys(['Escape']);
    await actions.palette('ITK Wrap: Go to Type');
    await actions.waitFor('.quick-input-list .monaco-list-row:has-text("Go to Type")');
    await actions.keys(['Enter']);
    await actions.waitFor('.quick-input-title:has-text("Go to type")');
    await actions.waitFor('.quick-input-box input:focus');
    for (const name of ['alert', '[b]', 'Click here']) {
      await page.keyboard.press('Control+A');
      await actions.type(name);
      await actions.waitFor(`.quick-input-list .monaco-list-row:has-text("${name}")`);
      await assertText(page, '.quick-input-list');
    }
    await actions.screenshot('types');
    await actions.keys(['Escape']);
  },

  'shows only text in the hovers, completions and symbols of a script': async ({ page, actions }) => {
    await actions.keys(['Control+P']);
    await actions.waitFor('.quick-input-box input:focus');
    await actions.type('itkHostile.wrap');
    await actions.waitFor('.quick-input-list .monaco-list-row:has-text("itkHostile.wrap")');
    await actions.keys(['Enter']);
    await actions.waitFor('.editor-instance .view-line:has-text("hostile")');
    for (const word of ['itk::Hostile', 'ITKT_HOSTILE', 'hostile', 'foreach', 'itk_wrap_template']) {
      await actions.keys(['Control+Home']);
      await page.keyboard.press('Control+F');
      await actions.waitFor('.find-widget.visible');
      await page.keyboard.press('Control+A');
      await actions.type(word === 'hostile' ? 'hostile(' : word);
      await actions.keys(['Enter', 'Escape']);
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowRight');
      await showHover({ page, actions });
      await assertText(page, '.monaco-editor .monaco-hover', { commands: true });
      await actions.screenshot(`hover-${word}`);
      await actions.keys(['Escape']);
    }
    await actions.keys(['Control+End']);
    await actions.type('host');
    await actions.waitFor('.suggest-widget.visible .monaco-list-row');
    await page.keyboard.press('Control+Space');
    await page.waitForTimeout(1500);
    await assertText(page, '.suggest-widget, .suggest-details');
    await actions.screenshot('completion');
    await actions.keys(['Escape']);
    await actions.type('ile(');
    await actions.waitFor('.parameter-hints-widget.visible');
    await assertText(page, '.parameter-hints-widget');
    await actions.screenshot('signature');
    await actions.keys(['Escape', 'Control+Shift+O']);
    await actions.waitFor('.quick-input-list .monaco-list-row');
    await assertText(page, '.quick-input-list');
    await actions.screenshot('symbols');
    await actions.keys(['Escape']);
  },

  'shows only text in Explain and in the graph': async ({ page, actions }) => {
    await actions.palette('ITK Wrap: Explain');
    await actions.waitFor('.quick-input-list .monaco-list-row:has-text("ITK Wrap: Explain")');
    await actions.keys(['Enter']);
    await page.waitForTimeout(1500);
    if (await page.locator('.quick-input-widget:visible').count()) {
      await actions.type('Click here');
      await actions.keys(['Enter']);
    }
    await page.waitForTimeout(4000);
    await actions.screenshot('explain');
    await actions.palette('ITK Wrap: Show Pipeline Graph');
    await page.waitForTimeout(800);
    await actions.keys(['Enter']);
    await page.waitForTimeout(5000);
    await actions.screenshot('graph');
  },

  'sends no request to another host': async () => {
    assert.ok(asked.length > 0);
    assert.deepEqual(
      asked.filter((address) => address.includes(ATTACKER)),
      [],
    );
    assert.deepEqual(
      asked.filter((address) => !KNOWN.test(address)),
      [],
    );
  },

  ...harmless,
};
