import assert from 'node:assert/strict';
import { timingsInScheme } from '../../../client/src/report-html';
import { timingsHtml } from '../../../server/src/pipeline/timings/report/timings-html';
import { smallReport } from '../../support/timings';

describe('the timings in a webview', () => {
  it('have the scheme of VS Code, and are the same page otherwise', () => {
    const html = timingsHtml(smallReport(), { script: 'x', style: 'y' });
    const dark = timingsInScheme(html, true);
    assert.match(dark, /^<!doctype html>\n<html lang="en" data-scheme="dark">\n/);
    assert.equal(dark.replace(' data-scheme="dark"', ''), html);
    assert.match(timingsInScheme(html, false), /data-scheme="light"/);
  });
});
