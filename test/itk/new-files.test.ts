import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readBuild } from '../../server/src/build/read-build';
import { loadParser } from '../../server/src/cmake/syntax/parse';
import { diagnosticsOf } from '../../server/src/lsp/diagnostics/script-diagnostics';
import {
  checkPrediction,
  type PredictionCheck,
} from '../../server/src/wrapping/evaluation/compare-generated';
import { openPrediction, type PredictionSession } from '../../server/src/wrapping/evaluation/prediction';
import { itkBuild, itkSource } from '../support/itk';
import { Workspace } from '../support/language';

/** The folders of two modules, and the real file that each new one is a copy of. */
const intensity = 'Modules/Filtering/ImageIntensity/wrapping';
const smoothing = 'Modules/Filtering/Smoothing/wrapping';
const model = 'itkAbsImageFilter.wrap';

/** The new files of the tree. */
const again = `${smoothing}/${model}`;
const dotted = `${intensity}/itkAbs.ImageFilter.wrap`;
const unseen = `${intensity}/itkAbsTooImageFilter.wrap`;

describe('new .wrap files in a copy of the real ITK', function () {
  this.timeout(240_000);
  let work: string;
  let source: string;
  let text: string;
  let session: PredictionSession;
  let check: PredictionCheck;
  let workspace: Workspace;

  before(async () => {
    work = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'itk-wrap-new-')));
    source = path.join(work, 'src');
    execFileSync('cp', ['-rs', itkSource, source]);
    text = readFileSync(path.join(itkSource, intensity, model), 'utf8');
    for (const file of [again, dotted, unseen]) writeFileSync(path.join(source, file), text);
    const build = path.join(work, 'build');
    configuredFor(build);
    const parser = await loadParser();
    session = openPrediction({ source, build }, { parse: (script) => parser.parseScript(script) });
    check = checkPrediction(session.types(), build);
    workspace = await Workspace.scan(itkSource);
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  /** Creates a build of the copied sources with the options, compilers and generated files of the real one. */
  function configuredFor(build: string): void {
    mkdirSync(build);
    const cache = readFileSync(path.join(itkBuild, 'CMakeCache.txt'), 'utf8');
    const moved = cache.replaceAll(itkSource, source).replaceAll(itkBuild, build);
    writeFileSync(path.join(build, 'CMakeCache.txt'), moved);
    const isWanted = (file: string): boolean => !path.extname(file) || /\.(?:cmake|cxx|in)$/.test(file);
    for (const folder of ['CMakeFiles', 'Wrapping'])
      cpSync(path.join(itkBuild, folder), path.join(build, folder), { recursive: true, filter: isWanted });
  }

  const found = (code: string): [file: string, line: number][] =>
    session
      .diagnostics()
      .filter((diagnostic) => diagnostic.code === code)
      .map(({ location }) => [path.relative(source, location.file), location.range.start.line]);

  it('are reported in the second module if two have the same name, by evaluation and by reading', () => {
    assert.deepEqual(found('duplicate-type'), [[again, 0]]);
    assert.deepEqual(read(again), [['duplicate-type', 0]]);
  });

  it('are reported if the name has two dots, by evaluation and by reading', () => {
    assert.deepEqual(found('type-name-cut'), [[dotted, 0]]);
    assert.deepEqual(read(dotted), [['type-name-cut', 0]]);
  });

  it('are predicted if CMake has not seen them, and marked', async () => {
    const { cxx, swigInterface } = check;
    assert.deepEqual([cxx.extra, swigInterface.extra], [['itkAbsTooImageFilter'], ['itkAbsTooImageFilter']]);
    const { types } = await readBuild(itkBuild);
    assert.ok(!types.some(({ name }) => name === path.basename(unseen, '.wrap')));
    assert.deepEqual(read(unseen, true), [['configure-needed', 0]]);
  });

  /** The diagnostics of a new file next to the real ones. */
  function read(file: string, inBuild = false): unknown[] {
    const context = workspace.context(path.join(itkSource, file), text);
    return diagnosticsOf({ ...context, inBuild }, {}).map(({ code, range }) => [code, range.start.line]);
  }
});
