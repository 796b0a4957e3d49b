import assert from 'node:assert/strict';
import { axeViolations } from '../../support/accessibility';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ToHost } from '../../../media/graph/messages';
import { buildGraph, diffGraph } from '../../../server/src/graph';
import type { PipelineFacts } from '../../../server/src/graph/pipeline-facts';
import { eventually } from '../../support/eventually';
import { makeFacts } from '../../support/graph-facts';
import { useTranslations } from '../../../server/src/shared/l10n/translations';
import { closeBrowser, GraphPageHarness } from '../../support/graph-page';
import { assertTranslated, pseudoTranslations } from '../../support/pseudo-language';

const module = 'ITKModule03';
const type = 'itkModule3Type5ImageFilter';
const axeSource = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

const makeBuild = (): PipelineFacts =>
  makeFacts({ modules: 30, typesOf: (m) => (m === 3 ? 83 : 4), headersPerType: 60 });

describe('the graph of a module with many types', function () {
  this.timeout(60_000);
  after(() => closeBrowser());

  // The panel of a window of 1440 and of 1280 pixels.
  for (const width of [1050, 900])
    it(`shows all columns at once in ${width} pixels`, async () => {
      const facts = makeFacts({ modules: 1, typesOf: () => 83 });
      const graph = await GraphPageHarness.open(facts, { width, height: 700 });
      try {
        await graph.node(`module:${facts.modules[0]!.name}`).dblclick();
        await graph.titled(facts.modules[0]!.name);
        const first = `wrap:${facts.types[0]!.name}`;
        const [left, right] = await Promise.all(
          [first, 'stubs'].map(async (id) => (await graph.node(id).boundingBox())!),
        );
        assert.ok(left!.x >= 0, `begins at ${left!.x}`);
        assert.ok(right!.x + right!.width <= width, `ends at ${right!.x + right!.width}`);
        const text = await graph.node(first).locator('text').first().boundingBox();
        assert.ok(text!.height >= 9, `text of ${text!.height} pixels`);
      } finally {
        await graph.close();
      }
    });
});

describe('the overview of 96 modules', function () {
  this.timeout(60_000);
  after(() => closeBrowser());

  // The panel of a window of 1440 × 900 and of 1024 × 700 pixels.
  for (const [width, height] of [
    [1050, 790],
    [690, 590],
  ] as const)
    it(`shows all names at once in ${width} × ${height} pixels`, async () => {
      const facts = makeFacts({ modules: 96, typesOf: (m) => m % 9 });
      const graph = await GraphPageHarness.open(facts, { width, height });
      try {
        // The page lays out again once its size has settled.
        await eventually(async () => {
          const names = await graph.page.evaluate(() =>
            [...document.querySelectorAll('g.node')].map((node) => {
              const { left, right, top, bottom } = node.querySelector('text')!.getBoundingClientRect();
              return { left, right, top, bottom };
            }),
          );
          assert.equal(names.length, 96);
          const stage = (await graph.page.locator('.stage').boundingBox())!;
          for (const { top, bottom } of names) {
            assert.ok(bottom - top >= 9, `text of ${bottom - top} pixels`);
            assert.ok(top >= stage.y && bottom <= stage.y + stage.height, 'a name is out of view');
          }
          const left = Math.min(...names.map((name) => name.left));
          const right = Math.max(...names.map((name) => name.right));
          assert.ok(right - left > 0.75 * width, `only ${right - left} pixels are used`);
          return true;
        });
        assert.ok(await graph.page.locator('.minimap').isHidden());
      } finally {
        await graph.close();
      }
    });

  it('takes the form that fits when the panel changes its size', async () => {
    const graph = await GraphPageHarness.open(makeFacts({ modules: 96 }), { width: 690, height: 590 });
    try {
      const height = (): Promise<number> =>
        graph.page.evaluate(
          () => document.querySelector<SVGRectElement>('g.node .card')!.height.baseVal.value,
        );
      const small = await height();
      await graph.page.setViewportSize({ width: 1600, height: 1400 });
      await graph.page.waitForFunction(
        (before) =>
          (document.querySelector<SVGRectElement>('g.node .card')?.height.baseVal.value ?? 0) > before,
        small,
      );
    } finally {
      await graph.close();
    }
  });
});

describe('the graph page', function () {
  this.timeout(60_000);
  let graph: GraphPageHarness;

  beforeEach(async () => {
    graph = await GraphPageHarness.open(makeBuild());
  });
  after(() => closeBrowser());
  afterEach(async () => {
    const { problems } = graph;
    await graph.close();
    assert.deepEqual(problems, [], 'the browser reported problems');
  });

  const sent = <K extends ToHost['kind']>(kind: K): Extract<ToHost, { kind: K }>[] =>
    graph.messages.filter((message): message is Extract<ToHost, { kind: K }> => message.kind === kind);
  const openModule = async (): Promise<void> => {
    await graph.node(`module:${module}`).dblclick();
    await graph.titled(module);
  };
  const activeNode = (): Promise<string | null> =>
    graph.page.evaluate(() => {
      const id = document.querySelector('.stage')!.getAttribute('aria-activedescendant');
      return id === null ? null : (document.getElementById(id)?.getAttribute('data-node') ?? null);
    });

  it('requests the overview and draws every module', async () => {
    assert.deepEqual(graph.messages[0], { kind: 'ready', view: null });
    assert.equal(await graph.page.locator('g.node').count(), 30);
  });

  it('goes down from module to type to header, and back by the trail and by key', async () => {
    await openModule();
    const row = graph.node(`wrap:${type}`);
    const box = (await row.boundingBox())!;
    await graph.page.mouse.click(box.x + box.width - 8, box.y + box.height / 2);
    await graph.titled(type);
    await graph.node('header:/src/Modules/Core/Common/include/itkCore1.h').click({ button: 'right' });
    await graph.page.getByRole('menuitem', { name: 'Show the types that read it' }).click();
    await graph.titled('itkCore1.h');
    assert.ok((await graph.page.locator('g.node').count()) > 30);
    await graph.page.locator('.stage').focus();
    await graph.page.keyboard.press('Backspace');
    await graph.titled('All modules');
    await openModule();
    await graph.page.locator('.crumbs').getByRole('button', { name: 'All modules' }).click();
    await graph.titled('All modules');
  });

  it('goes back and forward by button and by key, through every view that was shown', async () => {
    const back = graph.page.getByRole('button', { name: 'Back (Alt+Left)' });
    const forward = graph.page.getByRole('button', { name: 'Forward (Alt+Right)' });
    assert.ok((await back.isDisabled()) && (await forward.isDisabled()));
    await openModule();
    await graph.show({ kind: 'type', type });
    await graph.titled(type);
    await back.click();
    await graph.titled(module);
    await graph.page.locator('.stage').focus();
    await graph.page.keyboard.press('Alt+ArrowLeft');
    await graph.titled('All modules');
    assert.ok(await back.isDisabled());
    await graph.page.keyboard.press('Alt+ArrowRight');
    await graph.titled(module);
    await forward.click();
    await graph.titled(type);
    assert.ok(await forward.isDisabled());
  });

  it('finds modules, types and headers of the whole build, and goes there', async () => {
    await graph.page.keyboard.press('/');
    await graph.page.keyboard.type('type82');
    const found = graph.page.getByRole('listbox', { name: 'Found in the build' });
    await found.getByRole('option').first().waitFor();
    assert.match((await found.getByRole('option').first().textContent()) ?? '', /type.*itkModule3Type82/);
    await graph.page.keyboard.press('Enter');
    await graph.titled(module);
    assert.equal(await activeNode(), 'wrap:itkModule3Type82ImageFilter');
    assert.equal(await graph.page.locator('.find input').inputValue(), '', 'the search is over');
    await graph.page.locator('.find input').fill('itkcore1.h');
    await found.getByRole('option').first().waitFor();
    await graph.page.keyboard.press('ArrowDown');
    await graph.page.keyboard.press('Enter');
    await graph.titled('itkCore1.h');
  });

  it('forgets the search on the way to another view', async () => {
    await graph.page.keyboard.press('/');
    await graph.page.keyboard.type('module03');
    assert.equal(await graph.page.locator('.count').textContent(), '1 of 30');
    await openModule();
    assert.equal(await graph.page.locator('.find input').inputValue(), '');
    assert.equal(await graph.page.locator('.count').textContent(), '');
    assert.equal(await graph.page.locator('g.node.dim').count(), 0);
  });

  it('shows a match beside the details, not under them', async () => {
    await openModule();
    await graph.page.setViewportSize({ width: 900, height: 700 });
    await graph.page.waitForTimeout(600);
    await graph.page.keyboard.press('/');
    await graph.page.keyboard.type('type');
    for (let step = 0; step < 8; step++) {
      await graph.page.keyboard.press('Escape');
      await graph.page.locator('.stage').focus();
      await graph.page.keyboard.press('ArrowRight');
      await graph.frame();
      const id = (await activeNode())!;
      const node = (await graph.node(id).boundingBox())!;
      const details = (await graph.page.locator('.details').first().boundingBox())!;
      assert.ok(node.x + node.width <= details.x, `${id} is under the details`);
    }
  });

  it('explains every mark in a legend', async () => {
    await graph.page.getByRole('button', { name: 'Legend', exact: true }).click();
    const legend = graph.page.getByRole('complementary', { name: 'Legend' });
    const text = (await legend.textContent()) ?? '';
    for (const word of ['complete', 'HIT L2', 'squares are its stages', 'bar of a module'])
      assert.ok(text.includes(word), word);
    await legend.getByRole('button', { name: 'Close legend' }).click();
    assert.ok(await legend.isHidden());
  });

  it('counts types, not their nodes, in the states above the picture', async () => {
    await openModule();
    const numbers = await graph.page.locator('.chip .number').allTextContents();
    assert.ok(numbers.length > 0);
    // igenerator, the library and the stubs are drawn once for all types.
    for (const number of numbers) assert.ok(Number(number) <= 83 + 3, number);
  });

  it('opens the file of a stage after a click', async () => {
    await openModule();
    await graph.node(`inputs:${type}`).click();
    await eventually(() => sent('open').length > 0);
    assert.deepEqual(sent('open'), [
      { kind: 'open', path: `/build/itk/Wrapping/castxml_inputs/${type}.cxx`, line: null },
    ]);
  });

  it('does not open a file at the end of a drag', async () => {
    await openModule();
    const box = (await graph.node(`inputs:${type}`).boundingBox())!;
    const before = await graph.place();
    await graph.page.mouse.move(box.x + 10, box.y + 10);
    await graph.page.mouse.down();
    await graph.page.mouse.move(box.x + 60, box.y - 90, { steps: 5 });
    await graph.page.mouse.up();
    await graph.frame();
    assert.notEqual(await graph.place(), before);
    assert.deepEqual(sent('open'), []);
  });

  it('runs and explains from the context menu, by mouse and by key', async () => {
    await openModule();
    await graph.node(`xml:${type}`).click({ button: 'right' });
    await graph.page.getByRole('menuitem', { name: /Run CastXML/ }).click();
    await graph.page.locator('.stage').focus();
    await graph.page.keyboard.press('Shift+F10');
    await graph.page.keyboard.press('End');
    await graph.page.keyboard.press('Enter');
    await eventually(() => sent('run').length === 2);
    assert.deepEqual(sent('run'), [
      { kind: 'run', action: 'castxml', module, type },
      { kind: 'run', action: 'explain', module, type },
    ]);
    assert.equal(await graph.page.locator('.menu').count(), 0);
    assert.ok(await graph.page.evaluate(() => document.activeElement?.className === 'stage'));
  });

  it('moves between nodes with the arrow keys, and opens with Enter', async () => {
    await openModule();
    await graph.page.locator('.stage').focus();
    const seen: (string | null)[] = [];
    for (const key of [
      'Home',
      'ArrowDown',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowLeft',
    ]) {
      await graph.page.keyboard.press(key);
      seen.push(await activeNode());
    }
    const second = 'itkModule3Type1ImageFilter';
    const [first, down, right, xml, run, interfaces, back] = seen;
    assert.equal(first, 'wrap:itkModule3Type0ImageFilter');
    assert.deepEqual(
      [down, right, xml, run],
      [`wrap:${second}`, `inputs:${second}`, `xml:${second}`, 'igenerator'],
    );
    assert.match(interfaces ?? '', /^interfaces:/);
    assert.equal(back, 'igenerator');
    await graph.page.keyboard.press('Home');
    await graph.page.keyboard.press('Enter');
    await eventually(() => sent('open').length === 1);
    assert.match(sent('open')[0]!.path, /itkModule3Type0ImageFilter\.wrap$/);
  });

  it('reaches every node of the overview by key', async () => {
    await graph.page.locator('.stage').focus();
    await graph.page.keyboard.press('Home');
    const seen = new Set<string | null>();
    for (let step = 0; step < 60; step++) {
      seen.add(await activeNode());
      await graph.page.keyboard.press(step % 12 < 6 ? 'ArrowDown' : 'ArrowRight');
    }
    assert.ok(seen.size > 10, `only ${seen.size}`);
    await graph.page.keyboard.press('End');
    assert.equal(await activeNode(), 'module:ITKModule29');
  });

  it('searches, counts, dims what does not match, and steps through the matches', async () => {
    await openModule();
    await graph.page.keyboard.press('/');
    await graph.page.keyboard.type('type7 xml');
    assert.equal(await graph.page.locator('.count').textContent(), '11 of 501');
    assert.equal(await activeNode(), 'xml:itkModule3Type7ImageFilter');
    await graph.page.locator('.find input').fill('nothing has this name');
    assert.equal(await graph.page.locator('.count').textContent(), '0 of 501');
    await graph.page.locator('.stage').focus();
    await graph.page.keyboard.press('Escape');
    await graph.page.locator('.find input').fill('type7');
    // Types 7 and 70 to 79 match, with six nodes each.
    assert.equal(await graph.page.locator('.count').textContent(), '66 of 501');
    assert.equal(await activeNode(), 'wrap:itkModule3Type7ImageFilter');
    assert.match(
      (await graph.node('wrap:itkModule3Type8ImageFilter').getAttribute('class')) ?? '',
      /\bdim\b/,
    );
    assert.doesNotMatch(
      (await graph.node('wrap:itkModule3Type7ImageFilter').getAttribute('class')) ?? '',
      /\bdim\b/,
    );
    for (let step = 0; step < 6; step++) await graph.page.keyboard.press('Enter');
    assert.equal(await activeNode(), 'wrap:itkModule3Type70ImageFilter');
    await graph.node('wrap:itkModule3Type70ImageFilter').waitFor({ state: 'visible' });
    // The picture moves in the next frame.
    await graph.frame();
    const box = (await graph.node('wrap:itkModule3Type70ImageFilter').boundingBox())!;
    assert.ok(box.y > 60 && box.y < 900, 'the match is in sight');
    await graph.page.keyboard.press('Escape');
    assert.equal(await graph.page.locator('.count').textContent(), '');
  });

  it('filters by state, with the count of each state on its button', async () => {
    await openModule();
    const chip = graph.page.locator('.chip[data-state="miss"]');
    const misses = graph.facts.types.filter((t) => t.module === module && t.state === 'miss').length;
    assert.equal(await chip.locator('.number').textContent(), String(misses));
    await chip.click();
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    assert.equal(await graph.page.locator('.count').textContent(), `${misses} of 501`);
    await chip.click();
    assert.equal(await graph.page.locator('.count').textContent(), '');
  });

  it('applies a delta without losing zoom, selection or search', async () => {
    await openModule();
    await graph.node(`xml:${type}`).click();
    await graph.page.locator('.stage').focus();
    await graph.page.keyboard.press('+');
    await graph.frame();
    const before = await graph.place();
    const changed = {
      ...graph.facts,
      types: graph.facts.types.map((t) => (t.name === type ? { ...t, state: 'miss' as const } : t)),
      running: [{ stage: 'igenerator' as const, target: module, queued: false }],
    };
    const view = { kind: 'module' as const, module };
    const delta = diffGraph(buildGraph(view, graph.facts), buildGraph(view, changed));
    assert.ok(delta);
    await graph.post({ kind: 'delta', delta });
    await eventually(
      async () => (await graph.node(`xml:${type}`).getAttribute('aria-label'))?.includes('MISS') ?? false,
      { everyMs: 20 },
    );
    assert.match((await graph.node('igenerator').getAttribute('aria-label')) ?? '', /running/);
    // What changed flashes in a color between that of a node and that of the focus, and not darker than both.
    const [first, card, focus] = await graph.page.evaluate(() => {
      const flash = document.getAnimations().find((one) => (one as CSSAnimation).animationName === 'flash');
      const target = (flash?.effect as KeyframeEffect | undefined)?.target;
      if (!flash || !target) return [];
      const fillAt = (time: number): string => {
        flash.currentTime = time;
        return getComputedStyle(target).fill;
      };
      flash.pause();
      return [fillAt(0), fillAt(1099), fillAt(-899)];
    });
    const brightness = (color = ''): number =>
      (color.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    assert.ok(first, 'something flashes');
    assert.ok(
      brightness(first) >= Math.min(brightness(card), brightness(focus)) - 3,
      `${first} ${card} ${focus}`,
    );
    assert.equal(await graph.place(), before);
    assert.equal(await activeNode(), `xml:${type}`);
  });

  it('lays out again when types appear or disappear, and keeps its position', async () => {
    await openModule();
    await graph.page.mouse.move(600, 500);
    await graph.page.mouse.wheel(0, 300);
    await graph.frame();
    const before = await graph.place();
    const view = { kind: 'module' as const, module };
    const fewer = {
      ...graph.facts,
      modules: graph.facts.modules.map((m) => (m.name === module ? { ...m, types: m.types.slice(2) } : m)),
    };
    await graph.post({
      kind: 'delta',
      delta: diffGraph(buildGraph(view, graph.facts), buildGraph(view, fewer))!,
    });
    await eventually(
      async () => (await graph.page.locator('.summary').textContent())?.startsWith('81 types') ?? false,
    );
    await eventually(async () => (await graph.page.locator('g.node[aria-setsize="489"]').count()) > 0);
    assert.equal(await graph.place(), before);
  });

  it('ignores a delta of another view', async () => {
    const view = { kind: 'module' as const, module };
    const other = diffGraph(
      buildGraph(view, graph.facts),
      buildGraph(view, { ...graph.facts, running: [{ stage: 'igenerator', target: module, queued: false }] }),
    )!;
    await graph.post({ kind: 'delta', delta: other });
    await graph.frame();
    assert.equal(await graph.page.locator('.crumbs h1').textContent(), 'All modules');
    assert.equal(await graph.page.locator('g.node').count(), 30);
  });

  it('restores its view, position, selection, search and filter after a reload', async () => {
    await openModule();
    await graph.node(`xml:${type}`).click();
    await graph.page.locator('.find input').fill('type5');
    await graph.page.locator('.chip[data-state="hit"]').click();
    await graph.page.locator('.stage').focus();
    await graph.page.keyboard.press('-');
    await graph.frame();
    const before = await graph.place();
    await graph.page.reload();
    await graph.titled(module);
    await graph.frame();
    assert.equal(await graph.place(), before);
    assert.equal(await activeNode(), `xml:${type}`);
    assert.equal(await graph.page.locator('.find input').inputValue(), 'type5');
    assert.equal(await graph.page.locator('.chip[data-state="hit"]').getAttribute('aria-pressed'), 'true');
  });

  it('starts with the host’s saved state if that is newer than its own', async () => {
    await openModule();
    const own = (await graph.state())!;
    graph.kept = JSON.stringify({ ...own, search: '"type5" & <b>', keptMs: own.keptMs + 60_000 });
    await graph.page.reload();
    await graph.titled(module);
    assert.equal(await graph.page.locator('.find input').inputValue(), '"type5" & <b>');
    graph.kept = JSON.stringify({ ...own, search: 'old', keptMs: 1 });
    await graph.page.reload();
    await graph.titled(module);
    assert.equal(await graph.page.locator('.find input').inputValue(), '"type5" & <b>');
    assert.equal(sent('kept').at(-1)?.state.view.kind, 'module');
  });

  it('moves when the minimap is dragged', async () => {
    await openModule();
    const map = (await graph.page.locator('.minimap').boundingBox())!;
    const before = await graph.place();
    await graph.page.mouse.move(map.x + 5, map.y + 5);
    await graph.page.mouse.down();
    await graph.page.mouse.move(map.x + map.width / 2, map.y + map.height - 5, { steps: 4 });
    await graph.page.mouse.up();
    await graph.frame();
    assert.notEqual(await graph.place(), before);
    await graph.node('wrap:itkModule3Type82ImageFilter').waitFor({ state: 'visible' });
    await graph.page.keyboard.press('0');
  });

  it('saves the picture as SVG and as PNG', async () => {
    await graph.page.getByRole('button', { name: 'Save as SVG' }).click();
    await eventually(() => sent('export').length === 1);
    await graph.page.getByRole('button', { name: 'Save as PNG' }).click();
    await eventually(() => sent('export').length === 2);
    const [svg, png] = sent('export');
    assert.equal(svg!.name, 'itk-wrapping-itk');
    assert.match(svg!.data, /^<svg [^]*ITKModule29[^]*<\/svg>$/);
    // The theme's colors are values, because a file cannot use the editor's variables.
    assert.doesNotMatch(svg!.data, /var\(--(vscode|graph)/);
    assert.ok(svg!.data.includes('rgb(137, 209, 133)'), 'the theme’s green');
    const bytes = Buffer.from(png!.data, 'base64');
    assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
    assert.ok(bytes.readUInt32BE(16) > 600, 'its width');
    assert.ok(bytes.length > 20_000, 'it is not empty');
  });

  it('follows a change of theme immediately, without a script', async () => {
    const fill = (): Promise<string> =>
      graph.page.evaluate(() => getComputedStyle(document.querySelector('.node .tone-good .body')!).fill);
    const dark = await fill();
    await graph.theme('light');
    assert.notEqual(await fill(), dark);
    assert.equal(await fill(), 'rgb(56, 138, 52)');
  });

  it('gives a screen reader the name, state and position of each node', async () => {
    await openModule();
    const node = graph.page.getByRole('option', { name: new RegExp(`^${type} `) }).first();
    assert.equal(await node.getAttribute('aria-setsize'), '501');
    assert.match((await graph.node(`xml:${type}`).getAttribute('aria-label')) ?? '', /HIT|MISS|UN/);
    await graph.page.locator('.stage').focus();
    await graph.page.keyboard.press('Home');
    assert.match((await graph.page.locator('.spoken').textContent()) ?? '', /itkModule3Type0ImageFilter/);
  });

  it('reports what it could not load', async () => {
    await graph.post({ kind: 'problem', message: 'The graph could not be made: no build.' });
    await graph.page.getByText('no build').waitFor();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no accessibility violations according to axe, in ${theme}`, async () => {
      await graph.theme(theme);
      await openModule();
      await graph.node(`xml:${type}`).click();
      await graph.page.evaluate(axeSource);
      for (const state of ['details', 'menu'] as const) {
        if (state === 'menu') await graph.node(`xml:${type}`).click({ button: 'right' });
        const violations = await axeViolations(graph.page);
        assert.deepEqual(violations, [], state);
      }
    });

  it('is wholly in the language of the editor', async () => {
    const translations = pseudoTranslations();
    useTranslations(translations);
    try {
      await graph.close();
      graph = await GraphPageHarness.open(makeBuild(), { translations });
      await graph.node(`module:${module}`).click({ button: 'right' });
      assert.ok((await checkTexts()) > 20);
      await graph.page.keyboard.press('Escape');
      await openModule();
      await graph.node(`xml:${type}`).click();
      await graph.page.getByRole('combobox').fill('Type5');
      assert.ok((await checkTexts()) > 20);
    } finally {
      useTranslations(undefined);
    }
  });

  /** Checks all that is shown or read aloud; how many of the texts have translations. */
  async function checkTexts(): Promise<number> {
    const texts = await graph.page.evaluate(() => {
      const found: string[] = [];
      for (const element of document.querySelectorAll('body, body *')) {
        if (element.localName === 'script') continue;
        for (const name of ['title', 'aria-label', 'aria-description', 'placeholder'])
          found.push(element.getAttribute(name) ?? '');
        for (const child of element.childNodes)
          if (child.nodeType === Node.TEXT_NODE) found.push(child.textContent ?? '');
      }
      return found;
    });
    for (const text of texts) assertTranslated('on the page', text);
    return texts.filter((text) => text.includes('⟦')).length;
  }
});
