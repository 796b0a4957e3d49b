// What a user does in the window, performed by Playwright on the page of the workbench.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

const TIMEOUT_MS = 30_000;
/** Fades and slides have finished after this time, so a picture shows their end. */
const SETTLE_MS = 300;

/** The actions of test/e2e/harness/host.ts, on a Playwright page. Pictures are saved in `pictures`. */
export function windowActions(page, pictures) {
  const find = async (selector, where) => (await locate(page, selector, where ?? {})).element;
  return {
    async screenshot(name) {
      await mkdir(pictures, { recursive: true });
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({
        animations: 'disabled',
        path: path.join(pictures, `${name.replace(/[^\w.-]+/g, '-')}.png`),
      });
    },
    async click(selector, options) {
      const { button = 'left', count = 1, timeoutMs = TIMEOUT_MS } = options ?? {};
      await (await find(selector, options)).click({ button, clickCount: count, timeout: timeoutMs });
    },
    async hover(selector, where) {
      await (await find(selector, where)).hover({ timeout: where?.timeoutMs ?? TIMEOUT_MS });
    },
    restPointer: () => page.mouse.move(2, 2),
    async drag([fromX, fromY], [toX, toY]) {
      await page.mouse.move(fromX, fromY);
      await page.mouse.down();
      await page.mouse.move(toX, toY, { steps: 10 });
      await page.mouse.up();
    },
    resize: (width, height) => page.setViewportSize({ width, height }),
    async keys(keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    type: (text) => page.keyboard.type(text),
    /** Opens the command palette and types into it once it has the focus. Earlier keys would go to the previous focus. */
    async palette(text) {
      await page.keyboard.press('F1');
      await find('.quick-input-box input:focus');
      await page.keyboard.type(text);
    },
    async texts(selector, where) {
      const texts = [];
      for (const frame of framesOf(page, where?.in))
        texts.push(...(await frame.locator(selector).allInnerTexts()));
      return texts;
    },
    async waitFor(selector, where) {
      await (
        await find(selector, where)
      ).waitFor({ state: 'visible', timeout: where?.timeoutMs ?? TIMEOUT_MS });
    },
    /** Evaluates through the debugger, which is not subject to the page's content security policy. */
    async evaluate(expression, selector, where) {
      const frame = selector ? (await locate(page, selector, where ?? {})).frame : page.mainFrame();
      return frame.evaluate(expression);
    },
  };
}

/** The first matching element. Waits for it, because the frames of webviews come and go. */
async function locate(page, selector, { in: place, timeoutMs = TIMEOUT_MS }) {
  const end = Date.now() + timeoutMs;
  do {
    for (const frame of framesOf(page, place)) {
      const element = frame.locator(selector).first();
      if (await element.count().catch(() => 0)) return { frame, element };
    }
    await page.waitForTimeout(50);
  } while (Date.now() < end);
  throw new Error(`nothing matches ${selector} in the ${place ?? 'workbench'} after ${timeoutMs / 1000} s`);
}

const framesOf = (page, place) =>
  place === 'webview' ? page.frames().filter((frame) => frame !== page.mainFrame()) : [page.mainFrame()];
