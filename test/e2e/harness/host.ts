// What a scene can do with the window that it runs in. The suite runs in the extension host and cannot see the window. The
// runner that started the editor can (scripts/lib/e2e/). It listens on a loopback address, which it passes in the
// environment.

/** Where a selector is searched: in the workbench itself, or in whichever webview contains it. */
export interface Where {
  in?: 'workbench' | 'webview';
  /** How long to wait for it. Default: 10,000 ms. */
  timeoutMs?: number;
}

async function ask<T>(method: string, ...args: unknown[]): Promise<T> {
  const address = process.env.ITK_WRAPPING_E2E_HOST;
  if (!address) throw new Error('No runner: start the scenes with `npm run test:e2e`.');
  const response = await fetch(address, { method: 'POST', body: JSON.stringify({ method, args }) });
  const answer = (await response.json()) as { result?: T; error?: string };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error}`);
  return answer.result as T;
}

/** The window as a user sees and operates it. Selectors are Playwright's (CSS, `text=`, `role=`). */
export const host = {
  /** Saves a picture of the whole window as test/e2e/screenshots/<workspace>/<name>.png. */
  screenshot: (name: string) => ask<void>('screenshot', name),
  click: (selector: string, options?: Where & { button?: 'left' | 'right'; count?: number }) =>
    ask<void>('click', selector, options),
  hover: (selector: string, where?: Where) => ask<void>('hover', selector, where),
  /** Moves the pointer to a place where it covers nothing. */
  restPointer: () => ask<void>('restPointer'),
  /** Changes the size of the window, in CSS pixels. At a zoom of 200 %, a window has half as many of them. */
  resize: (width: number, height: number) => ask<void>('resize', width, height),
  /** Drags from one point of the window to another. */
  drag: (from: [x: number, y: number], to: [x: number, y: number]) => ask<void>('drag', from, to),
  /** Presses keys one after the other, as in `keys('F1')`, `keys('Control+P', 'Escape')`. */
  keys: (...keys: string[]) => ask<void>('keys', keys),
  type: (text: string) => ask<void>('type', text),
  /** The visible texts of all elements that match now. An empty list if there are none. */
  texts: (selector: string, where?: Where) => ask<string[]>('texts', selector, where),
  /** Waits until a visible element matches. */
  waitFor: (selector: string, where?: Where) => ask<void>('waitFor', selector, where),
  /** The value of a JavaScript expression in the page, or in the webview that contains `selector`. */
  evaluate: <T>(expression: string, selector?: string, where?: Where) =>
    ask<T>('evaluate', expression, selector, where),
  /** Reports the progress of the suite to the runner. Not for scenes. */
  report: (event: SuiteEvent) => ask<void>('report', event),
};

/** The progress of a suite, which the runner prints and counts. */
export type SuiteEvent =
  | { type: 'begin'; process: number }
  | { type: 'alive' }
  | { type: 'group'; title: string; depth: number }
  | { type: 'pass' | 'skip'; title: string; depth: number; ms?: number }
  | { type: 'fail' | 'again'; title: string; depth: number; error: string }
  | { type: 'end'; passed: number; failed: number; skipped: number };
