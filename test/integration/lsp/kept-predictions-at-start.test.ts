import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { loadParser } from '../../../server/src/cmake/syntax/parse';
import type {
  ChangedAnswer,
  EvaluationAnswer,
  EvaluationRequest,
} from '../../../server/src/lsp/evaluation/evaluation-protocol';
import { evaluateToKeep } from '../../../server/src/wrapping/evaluation/kept/kept-predictions';
import type { KeptData } from '../../../server/src/wrapping/evaluation/kept/kept-prediction';
import { root } from '../../support/repository';
import { tempDir } from '../../support/temp-dir';
import { WrappedProject } from '../../support/wrapped-project';

/** A kept result is marked by hand, so that an answer shows whether it comes from there or from an evaluation. */
const MARK = 'MarkedModule';
const ABS = 'Modules/Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap';
const IMAGE = 'Modules/Core/Common/wrapping/itkImage.wrap';

describe('a prediction that was kept', function () {
  this.timeout(120_000);
  const temp = tempDir();
  let project: WrappedProject;
  let worker: Worker | undefined;

  beforeEach(() => {
    project = WrappedProject.sample();
  });
  afterEach(async () => {
    await worker?.terminate();
    worker = undefined;
    project.remove();
  });

  const inSource = (file: string): string => path.join(project.source, file);

  /** Keeps the result for a bundled program, with itkImage in a module that does not exist. */
  async function keepMarked(program: string): Promise<string> {
    const parser = await loadParser();
    const folder = path.join(temp(), 'kept');
    const place = { folder, program: path.join(root, 'dist', program), worthMs: 0 };
    const trees = { source: project.source, build: project.build };
    assert.ok(evaluateToKeep(trees, { parse: (text) => parser.parseScript(text) }, place).keep());
    const file = path.join(folder, readdirSync(folder)[0]!);
    const [magic = '', , surroundings, answers, json = ''] = readFileSync(file, 'utf8').split('\n');
    const data = JSON.parse(json) as KeptData;
    data.types.find(({ name }) => name === 'itkImage')!.module = MARK;
    const body = [surroundings, answers, JSON.stringify(data)].join('\n');
    const seal = createHash('sha256').update(body).digest('hex');
    writeFileSync(file, [magic, seal, body].join('\n'));
    return folder;
  }

  async function ask(request: EvaluationRequest): Promise<EvaluationAnswer> {
    worker!.postMessage(request);
    return ((await once(worker!, 'message')) as [EvaluationAnswer])[0];
  }

  function start(folder: string): void {
    worker = new Worker(path.join(root, 'dist/evaluation-worker.js'), {
      env: { ...process.env, ITK_WRAP_PREDICTIONS: folder },
    });
  }

  const open = async (): Promise<ChangedAnswer> => {
    const { source, build } = project;
    return (await ask({ kind: 'open', source, build, cache: {}, without: [], keep: true })) as ChangedAnswer;
  };
  const moduleOf = (answer: ChangedAnswer, type: string): string | undefined =>
    answer.prediction.types.find(({ name }) => name === type)?.module;

  it('answers the server at once, and the first edit tells what an evaluation finds different', async () => {
    start(await keepMarked('evaluation-worker.js'));
    const first = await open();
    assert.equal(moduleOf(first, 'itkImage'), MARK);
    assert.equal(first.prediction.whole, true);
    assert.ok(first.changed.some(({ file, generated }) => file === inSource(ABS) && generated.length > 0));
    // Nothing was evaluated, so nothing is known that only a session can tell.
    assert.deepEqual(((await ask({ kind: 'settle' })) as ChangedAnswer).changed, []);

    const text = readFileSync(inSource(ABS), 'utf8');
    const edit = text.replace('itk_end_wrap_class()', 'itk_wrap_template("X" "X")\nitk_end_wrap_class()');
    const answer = (await ask({ kind: 'update', file: inSource(ABS), text: edit })) as ChangedAnswer;
    assert.equal(answer.prediction.whole, false);
    assert.equal(moduleOf(answer, 'itkImage'), 'ITKCommon');
    assert.match(
      answer.prediction.types.find(({ name }) => name === 'itkAbsImageFilter')!.cxx!,
      /AbsImageFilterX/,
    );
    assert.deepEqual(answer.changed.map(({ file }) => path.basename(file)).sort(), [
      'itkAbsImageFilter.wrap',
      'itkImage.wrap',
    ]);
    assert.deepEqual(answer.valuesOf, [inSource(ABS)]);
    const [values] = (await once(worker!, 'message')) as [EvaluationAnswer];
    assert.ok(values.kind === 'values' && values.file === inSource(ABS) && values.values!.length > 0);
    const undone = (await ask({ kind: 'update', file: inSource(ABS), text: null })) as ChangedAnswer;
    assert.deepEqual(
      undone.prediction.types.map(({ name }) => name),
      ['itkAbsImageFilter'],
    );
  });

  it('is not used once a file has changed', async () => {
    start(await keepMarked('evaluation-worker.js'));
    appendFileSync(inSource(IMAGE), '# changed\n');
    assert.equal(moduleOf(await open(), 'itkImage'), 'ITKCommon');
  });

  it('answers itk-wrap predict, unless --fresh asks for an evaluation', async () => {
    const folder = await keepMarked('itk-wrap.js');
    const modules = async (...more: string[]): Promise<string> => {
      const script = path.join(root, 'dist/itk-wrap.js');
      const args = [script, 'predict', '--build', project.build, '--type', 'itkImage', ...more];
      const env = { ...process.env, ITK_WRAP_PREDICTIONS: folder };
      return (await promisify(execFile)(process.execPath, args, { env })).stdout;
    };
    assert.match(await modules(), new RegExp(`itkImage \\(${MARK}\\)`));
    assert.match(await modules('--fresh'), /itkImage \(ITKCommon\)/);
    assert.match(await modules('-D', 'ITK_WRAP_double=ON'), /itkImage \(ITKCommon\)/);
    appendFileSync(inSource(IMAGE), '# changed\n');
    assert.match(await modules(), /itkImage \(ITKCommon\)/);
  });
});
