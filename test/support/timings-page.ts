import esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { timingsBundle } from '../../scripts/timings-bundle.mjs';
import { timingsHtml } from '../../server/src/pipeline/timings/report/timings-html';
import type { TimingsReport } from '../../server/src/shared/timings/timings-report';
import { root } from './repository';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The real page of a report, opened from a file in a real Chromium, under its own content policy. */
export class TimingsPageHarness {
  /** What the browser reported: errors and violations of the content policy. */
  readonly problems: string[] = [];
  /** Every address that the page requested. */
  readonly requests: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly folder: string,
  ) {}

  static async open(
    report: TimingsReport,
    options: { colorScheme?: 'light' | 'dark'; width?: number; script?: boolean } = {},
  ): Promise<TimingsPageHarness> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'timings-page-'));
    const file = path.join(folder, 'timings.html');
    writeFileSync(file, timingsHtml(report, await bundled()));
    const context = await (
      await launched()
    ).newContext({
      viewport: { width: options.width ?? 1280, height: 900 },
      colorScheme: options.colorScheme ?? 'light',
      javaScriptEnabled: options.script ?? true,
    });
    const page = await context.newPage();
    const harness = new TimingsPageHarness(page, folder);
    page.on('pageerror', (error) => harness.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') harness.problems.push(message.text());
    });
    page.on('request', (request) => harness.requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return harness;
  }

  async close(): Promise<void> {
    await this.page.context().close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let browser: Promise<Browser> | undefined;

function launched(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
  });
  return browser;
}

/** Call this once all pages are closed. */
export async function closeTimingsBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

let bundle: Promise<{ script: string; style: string }> | undefined;

/** What `npm run build` makes from media/timings, built here in memory. */
function bundled(): Promise<{ script: string; style: string }> {
  bundle ??= esbuild
    .build({ ...timingsBundle, write: false, outdir: '/', absWorkingDir: root })
    .then(({ outputFiles }) => {
      const text = (end: string): string =>
        (outputFiles ?? []).find((file) => file.path.endsWith(end))?.text ?? '';
      return { script: text('.js'), style: text('.css') };
    });
  return bundle;
}
