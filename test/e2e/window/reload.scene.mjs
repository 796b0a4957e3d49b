// A window that is reopened. The sidebar starts with its previous content, and the graph with its previous position.
import assert from 'node:assert/strict';

const SLOW = { timeoutMs: 60_000 };
const row = (text) => `.pane-body .monaco-list-row:has-text("${text}")`;
const inPage = { in: 'webview', ...SLOW };
const search = '.find input';

const shown = async (actions) => {
  await actions.waitFor('g.node[data-node="xml:itkThresholdImageFilter"]', inPage);
  await actions.waitFor('.count:has-text("of")', inPage);
};
/** A triple click selects the current text. VS Code handles Ctrl+A itself, but only after the next letter was typed. */
const searchFor = async (actions, text) => {
  await actions.click(search, { ...inPage, count: 3 });
  await actions.type(text);
};
/** Waits until the browser has saved a text in the workbench's state, plain or within JSON. */
const written = async (page, text) => {
  const isWritten = async (wanted) => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      try {
        for (const store of database.objectStoreNames) {
          const values = await done(database.transaction(store).objectStore(store).getAll());
          if (JSON.stringify(values).replaceAll('\\', '').includes(wanted)) return true;
        }
      } finally {
        database.close();
      }
    }
    return false;
  };
  for (const end = Date.now() + SLOW.timeoutMs; !(await page.evaluate(isWritten, text));) {
    assert.ok(Date.now() < end, `${text} is never written down`);
    await page.waitForTimeout(100);
  }
};
const searched = (actions) => actions.evaluate(`document.querySelector('${search}').value`, search, inPage);

export default {
  'has a graph with a search and a filter before it is closed': async ({ actions }) => {
    await actions.click('.activitybar [aria-label^="ITK Wrapping"]', SLOW);
    await actions.waitFor(row('ITKCommon'), SLOW);
    await actions.click(row('ITKThresholding'));
    await actions.waitFor(row('itkThresholdImageFilter'), SLOW);
    await actions.palette('ITK Wrap: Show Pipeline Graph');
    await actions.waitFor('.quick-input-list .monaco-list-row:has-text("Show Pipeline Graph")');
    await actions.keys(['Enter']);
    await actions.waitFor('g.node[data-node="module:ITKThresholding"]', inPage);
    await actions.click('g.node[data-node="module:ITKThresholding"]', { ...inPage, count: 2 });
    await actions.waitFor('g.node[data-node="xml:itkThresholdImageFilter"]', inPage);
    await actions.click(search, inPage);
    await actions.type('binary');
    await actions.waitFor('.count:has-text("of")', inPage);
    await actions.screenshot('before');
  },

  'shows the same picture and search after only the browser was reloaded': async ({ page, actions }) => {
    // In a browser, VS Code saves the open editors and the state of their pages every five seconds.
    await written(page, 'mainThreadWebview-itkWrapping.graph');
    await searchFor(actions, 'threshold');
    await actions.waitFor('.count:has-text("of")', inPage);
    // The extension saves its own state immediately.
    await written(page, '"threshold');
    await page.reload();
    await shown(actions);
    assert.equal(await searched(actions), 'threshold');
    await searchFor(actions, 'binary');
  },

  'shows the same picture, search and modules after it was reopened': async ({ page, actions }) => {
    await actions.palette('Developer: Reload Window');
    await actions.waitFor('.quick-input-list .monaco-list-row:has-text("Reload Window")');
    await Promise.all([
      page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame()),
      actions.keys(['Enter']),
    ]);
    await shown(actions);
    assert.equal(await searched(actions), 'binary');
    await actions.waitFor(row('ITKThresholding'), SLOW);
    await actions.screenshot('after');
  },
};
