import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { timingsHtml } from '../../../../../server/src/pipeline/timings/report/timings-html';
import { shownStatements, type PageData } from '../../../../../server/src/shared/timings/page-data';
import { compareTimings } from '../../../../../server/src/pipeline/timings/compare/compare-timings';
import { logged, smallInput, smallReport, statement } from '../../../../support/timings';

describe('the page of the timings', () => {
  const page = { script: 'draw();', style: 'p{}' };
  const HOSTILE = '</script><img src=x onerror=alert(1)>"\'&\u202e<!--';

  it('allows only its own script and style, by their digests, and no connection', () => {
    const html = timingsHtml(smallReport(), page);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!;
    const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
    assert.ok(policy.startsWith("default-src 'none'; "));
    assert.ok(policy.includes(`script-src 'sha256-${digest(page.script)}'`));
    assert.ok(policy.includes(`style-src 'sha256-${digest(page.style)}'`));
    assert.doesNotMatch(policy, /unsafe/);
    assert.doesNotMatch(html, /\b(?:https?:)?\/\/\w/);
    assert.doesNotMatch(html, / style=| on\w+=/);
  });

  it('shows names of a build as text, and keeps them inside the data', () => {
    const input = smallInput();
    const report = smallReport({
      dir: '/b',
      source: HOSTILE,
      statements: [...input.statements, statement('CUSTOM_COMMAND', [HOSTILE])],
      log: { version: 5, entries: [...input.log.entries, logged(`/b/${HOSTILE}`, 22, 30)] },
      usesOf: () => [{ line: 1, text: HOSTILE, instantiations: 1 }],
      problems: [HOSTILE],
    });
    const comparison = compareTimings(report, { ...report, build: HOSTILE });
    const html = timingsHtml({ ...report, build: HOSTILE, comparison }, page);
    assert.doesNotMatch(html, /<img|<!--|\u202e/);
    assert.equal(html.match(/<\/script>/g)!.length, 2);
    const json = /id="timings-data">([^<]*)</.exec(html)![1]!;
    const names = shownStatements(JSON.parse(json) as PageData).map(({ name }) => name);
    assert.ok(names.includes(HOSTILE.replace('\u202e', '')));
  });

  it('lists the runs of ninja if there are several', () => {
    const entries = [...smallInput().log.entries, logged('itkA.xml', 1, 3)];
    const html = timingsHtml(smallReport({ log: { version: 5, entries } }), page);
    assert.match(html, /<caption>Runs of ninja<\/caption>[^]*run 2<\/th><td>unknown<\/td>/);
    assert.doesNotMatch(timingsHtml(smallReport(), page), /Runs of ninja/);
  });

  it('has a table for everything that is drawn', () => {
    const html = timingsHtml(smallReport(), page);
    const captions = [...html.matchAll(/<caption>([^<]+)/g)].map(([, caption]) => caption);
    assert.deepEqual(captions, [
      'Stages',
      'The longest statements',
      'The critical path, and what unlocked each step',
      'Modules',
      'The dearest lines, by their share of the time',
    ]);
    assert.match(html, /a share, not a measurement/);
  });
});
