import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { applyFixes } from '../../../../server/src/cli/check/apply-fixes';
import type { Diagnostic, Fix } from '../../../../server/src/wrapping/diagnostics/diagnostic';

describe('fixes on the command line', () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-fixes-')));
    mkdirSync(path.join(dir, 'source'));
    file = path.join(dir, 'source/a.wrap');
    writeFileSync(file, 'one two\nthree\n');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const at = (line: number, from: number, to: number) => ({
    start: { line, character: from },
    end: { line, character: to },
  });
  const finding = (...fixes: Fix[]): Diagnostic => ({
    code: 'x',
    severity: 'error',
    message: '',
    location: { file, range: at(0, 0, 1) },
    related: [],
    type: null,
    fixes,
  });
  const change = (range: ReturnType<typeof at>, newText: string, other?: string): Fix => ({
    title: '',
    edits: [{ range, newText, ...(other !== undefined && { file: other }) }],
  });
  const apply = (...findings: Diagnostic[]): number => applyFixes(findings, path.join(dir, 'source'));

  it('are applied together if they do not overlap', () => {
    const first = finding(change(at(0, 0, 3), 'ONE'));
    const overlapping = finding(change(at(0, 2, 5), '!'));
    const other = finding(change(at(1, 0, 5), 'THREE'));
    assert.equal(apply(first, overlapping, other), 2);
    assert.equal(readFileSync(file, 'utf8'), 'ONE two\nTHREE\n');
  });

  it('are applied once if several findings have the same one', () => {
    assert.equal(apply(finding(change(at(1, 5, 5), '!')), finding(change(at(1, 5, 5), '!'))), 1);
    assert.equal(readFileSync(file, 'utf8'), 'one two\nthree!\n');
  });

  it('are left to people if there is a choice, or if they are commands', () => {
    const choice = finding(change(at(0, 0, 3), 'a'), change(at(0, 0, 3), 'b'));
    const command = finding({ title: '', command: 'x', args: [] });
    assert.equal(apply(choice, command, finding()), 0);
    assert.equal(readFileSync(file, 'utf8'), 'one two\nthree\n');
  });

  it('never write outside of the source tree, not even through a link', () => {
    const outside = path.join(dir, 'outside.cmake');
    writeFileSync(outside, 'mine\n');
    symlinkSync(outside, path.join(dir, 'source/link.cmake'));
    const insert = at(0, 0, 0);
    assert.equal(apply(finding(change(insert, '!', outside))), 0);
    assert.equal(apply(finding(change(insert, '!', path.join(dir, 'source/link.cmake')))), 0);
    assert.equal(readFileSync(outside, 'utf8'), 'mine\n');
  });
});
