import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import esbuild from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { graphHtml } from '../../client/src/graph/graph-html';
import type { PageState, ToHost, ToPage } from '../../media/graph/messages';
import { graphBundle } from '../../scripts/graph-bundle.mjs';
import { buildGraph, findInBuild, type GraphHits } from '../../server/src/graph';
import type { PipelineFacts } from '../../server/src/graph/pipeline-facts';
import { root } from './repository';
import { themeOf, type ThemeName } from './graph-themes';

const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Keeps the messages and the state as VS Code would, even after a reload. */
const standIn = `
  // tsx names the functions that tests hand to the page with a helper that the page lacks.
  window.__name = (named) => named;
  window.messages = [];
  window.acquireVsCodeApi = () => ({
    postMessage(message) { window.messages.push(message); window.tellHost?.(message); },
    getState() { return JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined; },
    setState(state) { sessionStorage.setItem('state', JSON.stringify(state)); },
  });
`;

/**
 * The real page, bundled as it ships and under its own content policy, in a real Chromium. A replacement for VS Code answers
 * like the panel, with pictures of `facts`.
 */
export class GraphPageHarness {
  /** Every message from the page, in order. */
  readonly messages: ToHost[] = [];
  /** What the browser reported: errors and violations of the content policy. */
  readonly problems: string[] = [];
  /** The state of an earlier window that the page gets, as JSON. */
  kept: string | undefined;

  private constructor(
    readonly page: Page,
    private readonly server: Server,
    public facts: PipelineFacts,
  ) {}

  static async open(
    facts: PipelineFacts,
    options: {
      theme?: ThemeName;
      width?: number;
      height?: number;
      /** The texts of the page by the English ones. */
      translations?: Record<string, string>;
    } = {},
  ): Promise<GraphPageHarness> {
    const bundle = await bundled();
    const { style, bodyClass } = themeOf(options.theme ?? 'dark');
    // Created below. The page is requested only after that.
    let harness: GraphPageHarness | undefined = undefined;
    const server = createServer((request, response) => {
      const file = bundle.get(request.url ?? '');
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const html = graphHtml({
        nonce: 'abc',
        cspSource: origin,
        script: '/graph.js',
        style: '/graph-style.css',
        language: 'en',
        title: 'Pipeline Graph',
        ...(harness?.kept === undefined ? {} : { kept: harness.kept }),
        translations: options.translations && JSON.stringify(options.translations),
      });
      response.setHeader(
        'content-type',
        file ? (request.url?.endsWith('.css') ? 'text/css' : 'text/javascript') : 'text/html; charset=utf-8',
      );
      response.end(file ?? html.replace('<body', `<body class="${bodyClass}"`));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await launched();
    const { width = 1400, height = 900 } = options;
    const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
    harness = new GraphPageHarness(page, server, facts);
    page.on('pageerror', (error) => harness.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') harness.problems.push(message.text());
    });
    await page.exposeFunction('tellHost', (message: ToHost) => harness.answer(message));
    await page.addInitScript(standIn);
    // VS Code's loader sets the variables on <html> before the page's own scripts run.
    await page.addInitScript((text) => {
      document.addEventListener('readystatechange', () => {
        for (const part of text.split('; ')) {
          const colon = part.indexOf(':');
          document.documentElement.style.setProperty(part.slice(0, colon), part.slice(colon + 1));
        }
      });
    }, style);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await harness.drawn();
    return harness;
  }

  /** Like the panel, answers each request with a picture. */
  private async answer(message: ToHost): Promise<void> {
    this.messages.push(message);
    if (message.kind === 'ready') await this.show(message.view ?? { kind: 'overview' });
    if (message.kind === 'navigate') await this.show(message.view, message.focus);
    if (message.kind === 'find') await this.post({ kind: 'found', found: this.find(message.text) });
  }

  async show(view: Parameters<typeof buildGraph>[0], focus?: string): Promise<void> {
    await this.post({
      kind: 'show',
      model: buildGraph(view, this.facts),
      ...(focus === undefined ? {} : { focus }),
    });
  }

  private find(text: string): GraphHits {
    const headers = this.facts.types.flatMap(({ name }) => this.facts.headers?.headersOf(name) ?? []);
    return findInBuild(text, this.facts, [...new Set(headers.map(({ path }) => path))]);
  }

  async post(message: ToPage): Promise<void> {
    // As text, because the protocol of the test's browser is slow for many small objects. VS Code's is not.
    await this.page.evaluate((text) => window.postMessage(JSON.parse(text), '*'), JSON.stringify(message));
  }

  /** Waits until a picture is shown. */
  async drawn(): Promise<void> {
    await this.page.waitForSelector('.crumbs h1');
    await this.frame();
  }

  /** Waits until the picture with this title is shown. */
  async titled(title: string): Promise<void> {
    await this.page.locator('.crumbs h1', { hasText: new RegExp(`^${title}$`) }).waitFor();
    await this.frame();
  }

  async frame(): Promise<void> {
    await this.page.evaluate(
      () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
  }

  /** The drawn node with this id. */
  node(id: string): ReturnType<Page['locator']> {
    return this.page.locator(`g.node[data-node="${id}"]`);
  }

  place(): Promise<string | null> {
    return this.page.locator('.stage > svg > g').first().getAttribute('transform');
  }

  state(): Promise<PageState | null> {
    return this.page.evaluate(
      () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as PageState | null,
    );
  }

  async theme(name: ThemeName): Promise<void> {
    const { style, bodyClass } = themeOf(name);
    await this.page.evaluate(
      ([text, className]) => {
        document.documentElement.removeAttribute('style');
        for (const part of text!.split('; ')) {
          const colon = part.indexOf(':');
          document.documentElement.style.setProperty(part.slice(0, colon), part.slice(colon + 1));
        }
        document.body.className = className!;
      },
      [style, bodyClass],
    );
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

let browser: Promise<Browser> | undefined;

/** One browser for all pages, without a graphics card, as on a build machine. */
function launched(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  });
  return browser;
}

/** Call this once all pages are closed. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

let bundle: Promise<Map<string, string>> | undefined;

/** What `npm run build` makes from media/graph, built here in memory. */
function bundled(): Promise<Map<string, string>> {
  bundle ??= esbuild
    .build({ ...graphBundle, write: false, outdir: '/', minify: true, absWorkingDir: root })
    .then(({ outputFiles }) => new Map((outputFiles ?? []).map((file) => [file.path, file.text])));
  return bundle;
}
