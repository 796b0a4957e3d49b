// What a scene may ask of the window that it runs in. The suite lives in the extension host and sees no window; the runner
// that started the editor does (scripts/lib/e2e/), and listens on a loopback address that it hands over in the environment.

/** Where a selector is looked for: in the workbench itself, or in whichever webview holds it. */
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

/** The window, as a person has it: eyes, a mouse, a keyboard. Selectors are Playwright's (CSS, `text=`, `role=`). */
export const host = {
  /** Keeps a picture of the whole window as test/e2e/screenshots/<workspace>/<name>.png. */
  screenshot: (name: string) => ask<void>('screenshot', name),
  click: (selector: string, options?: Where & { button?: 'left' | 'right'; count?: number }) =>
    ask<void>('click', selector, options),
  hover: (selector: string, where?: Where) => ask<void>('hover', selector, where),
  /** Moves the pointer out of the way of what it would cover. */
  restPointer: () => ask<void>('restPointer'),
  /** Presses keys, one after the other, as in `keys('F1')`, `keys('Control+P', 'Escape')`. */
  keys: (...keys: string[]) => ask<void>('keys', keys),
  type: (text: string) => ask<void>('type', text),
  /** The visible text of every element that matches now; none is an empty list. */
  texts: (selector: string, where?: Where) => ask<string[]>('texts', selector, where),
  /** Waits until the selector matches something visible. */
  waitFor: (selector: string, where?: Where) => ask<void>('waitFor', selector, where),
  /** The value of a JavaScript expression in the page, or in the webview that holds `selector`. */
  evaluate: <T>(expression: string, selector?: string, where?: Where) =>
    ask<T>('evaluate', expression, selector, where),
  /** Tells the runner how the suite goes on. Not for scenes. */
  report: (event: SuiteEvent) => ask<void>('report', event),
};

/** How a run of the suite goes on, as the runner prints and counts it. */
export type SuiteEvent =
  | { type: 'begin'; process: number }
  | { type: 'alive' }
  | { type: 'group'; title: string; depth: number }
  | { type: 'pass' | 'skip'; title: string; depth: number; ms?: number }
  | { type: 'fail'; title: string; depth: number; error: string }
  | { type: 'end'; passed: number; failed: number; skipped: number };
