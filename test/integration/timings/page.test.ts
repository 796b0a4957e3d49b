import assert from 'node:assert/strict';
import { axeViolations } from '../../support/accessibility';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compareTimings } from '../../../server/src/pipeline/timings/compare/compare-timings';
import type { TimingsReport } from '../../../server/src/shared/timings/timings-report';
import { timingsOf } from '../../../server/src/pipeline/timings/timings';
import { logged, smallReport, statementsOfType, timedModule, timedType } from '../../support/timings';
import { closeTimingsBrowser, TimingsPageHarness } from '../../support/timings-page';

const axeSource = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

describe('the page of itk-wrap timings', function () {
  this.timeout(60_000);
  let opened: TimingsPageHarness | undefined;

  after(() => closeTimingsBrowser());
  afterEach(async () => {
    const { problems = [], requests = [] } = opened ?? {};
    await opened?.close();
    opened = undefined;
    assert.deepEqual(problems, [], 'the browser reported problems');
    assert.equal(requests.length, requests.filter((address) => /^(?:file|about|data):/.test(address)).length);
  });

  const open = async (
    report: TimingsReport = compared(),
    options: Parameters<typeof TimingsPageHarness.open>[1] = {},
  ): Promise<TimingsPageHarness> => (opened = await TimingsPageHarness.open(report, options));
  const compared = (): TimingsReport => {
    const report = smallReport();
    return { ...report, comparison: compareTimings(report, report) };
  };
  const details = (): Promise<string | null> => opened!.page.locator('.details').textContent();
  const selected = async (): Promise<string> => (await details())!.split(':')[0]!;

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no accessibility violations according to axe, in ${colorScheme}`, async () => {
      const { page } = await open(compared(), { colorScheme });
      await page.evaluate(axeSource);
      for (const state of ['at first', 'inside a type'] as const) {
        if (state === 'inside a type') {
          await page.getByRole('button', { name: 'M', exact: true }).click();
          await page.getByRole('button', { name: 'itkA', exact: true }).click();
          await page.getByRole('application').focus();
          await page.keyboard.press('c');
        }
        const violations = await axeViolations(page);
        assert.deepEqual(violations, [], state);
      }
      const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(dark === 'rgb(255, 255, 255)', colorScheme === 'light');
    });

  it('goes through the statements by keyboard, and says what is known about each', async () => {
    const { page } = await open();
    await page.getByRole('application').focus();
    const seen: string[] = [];
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'u', 'End', 'Home', 'c', 'c']) {
      await page.keyboard.press(key);
      seen.push(await selected());
    }
    assert.deepEqual(seen, [
      'itkA.xml',
      'itkB.xml',
      'itkBPython.cpp',
      'itkA.idx',
      '_MPython.so',
      'itkA.xml',
      'itkB.xml',
      'itkA.idx',
    ]);
    assert.match(
      (await details())!,
      /igenerator of M, 2\.0 s, from 6\.0 s, in lane 1\. .*Unlocked by itkB\.xml\. It unlocked 2\. On the critical path\./,
    );
  });

  it('zooms by keyboard and by button, and the table follows', async () => {
    const { page } = await open();
    const status = page.getByText(/longest of \d+ statements in the shown times/);
    assert.match((await status.textContent())!, /of 8 statements/);
    await page.getByRole('application').focus();
    await page.keyboard.press('Home');
    for (let n = 0; n < 4; n += 1) await page.keyboard.press('+');
    await page.waitForFunction(
      () => !/of 8 /.test(document.querySelector('[role=status]:not(.details)')!.textContent),
    );
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.waitForFunction(() =>
      /of 8 /.test(document.querySelector('[role=status]:not(.details)')!.textContent),
    );
  });

  it('finds statements by stage and name', async () => {
    const { page } = await open();
    const rows = page.locator('#statements tbody tr');
    await page.getByLabel('Stage', { exact: true }).selectOption('swig');
    assert.equal(await rows.count(), 2);
    await page.getByLabel('Name contains').fill('itkb');
    assert.deepEqual(await rows.locator('th').allTextContents(), ['itkBPython.cpp']);
  });

  it('goes from modules to types to lines and back, by keyboard and in the table', async () => {
    const { page } = await open();
    const caption = page.locator('#modules caption');
    await page.locator('#treemap .outer[tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    assert.equal(await caption.textContent(), 'Types of M');
    assert.equal(await page.locator('#treemap .outer:focus').getAttribute('aria-label'), 'itkB: 19.0 s');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    assert.equal(await caption.textContent(), 'Lines, each with its share of itkA');
    assert.deepEqual(await page.locator('#modules tbody th').allTextContents(), [
      '5: itk_wrap_template(B)',
      '2: itk_wrap_template(A)',
    ]);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
    assert.equal(await caption.textContent(), 'Modules');
    await page.getByLabel('Areas by').selectOption('libraryBytes');
    assert.match((await page.locator('#treemap .outer').first().getAttribute('aria-label'))!, /^M: 1 kB$/);
  });

  it('tells stages apart without color', async () => {
    const { page } = await open();
    const patterns = await page
      .locator('pattern')
      .evaluateAll((all) => all.map((pattern) => pattern.querySelector('path')!.getAttribute('d')));
    assert.equal(new Set(patterns).size, 7);
  });

  it('prints charts and tables on white, without controls and with nothing cut off', async () => {
    const { page } = await open(compared(), { colorScheme: 'dark', width: 760 });
    await page.emulateMedia({ media: 'print' });
    assert.equal(
      await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      'rgb(255, 255, 255)',
    );
    for (const hidden of ['.toolbar', '.help', '#statement-filter'])
      assert.ok(await page.locator(hidden).first().isHidden(), hidden);
    assert.ok(await page.locator('#timeline > svg').isVisible());
    const wide = await page.evaluate(
      () =>
        [...document.querySelectorAll('table')].filter(
          (table) => table.getBoundingClientRect().right > innerWidth,
        ).length,
    );
    assert.equal(wide, 0);
    assert.ok((await page.pdf({ format: 'A4' })).length > 10_000);
  });

  it('has its tables without a script', async () => {
    const { page } = await open(compared(), { script: false });
    assert.equal(await page.locator('#statements tbody tr').count(), 8);
    assert.ok(await page.getByRole('row', { name: /itk_wrap_template\(B\)/ }).isVisible());
  });

  it('shows names of a build as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const report = smallReport();
    const { page } = await open({
      ...report,
      statements: report.statements.map((one) => ({ ...one, name, type: name })),
      modules: report.modules.map((module) => ({ ...module, name })),
    });
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.locator('#statements tbody th').first().textContent(), name);
  });

  it('draws 30,000 statements', async () => {
    const types = Array.from({ length: 10_000 }, (_, n) => `itkT${n}`);
    const report = timingsOf({
      dir: '/b',
      source: '/s',
      build: { types: types.map((name) => timedType('M', name)), modules: [timedModule('M', types)] },
      statements: types.flatMap((name) => statementsOfType('M', name)),
      log: {
        version: 7,
        entries: types
          .flatMap((name, n) => [
            logged(`${name}.xml`, n, n + 3),
            logged(`${name}Python.cpp`, n + 3, n + 5),
            logged(`${name}.o`, n + 5, n + 9),
          ])
          .sort((a, b) => a.endMs - b.endMs),
      },
      sizeOf: () => null,
      usesOf: () => [],
      recordOf: () => null,
      storeCounters: null,
      peaks: new Map(),
      problems: [],
    });
    const { page } = await open(report);
    assert.match((await page.locator('.summary').textContent())!, /^30000 statements in 1 run/);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'Next on the critical path' }).click();
    assert.match((await details())!, /critical path/);
  });
});
