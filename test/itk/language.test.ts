import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatText } from '../../server/src/cmake/format/format';
import { ITK_FORMAT_OPTIONS } from '../../server/src/cmake/format/options';
import { visitCommands } from '../../server/src/cmake/syntax/visit';
import { EvaluatedClasses } from '../../server/src/lsp/evaluation/evaluated-classes';
import { sameMeaning } from '../../server/src/cmake/format/safe-format';
import { linesOf } from '../../server/src/lsp/evaluation/predicted-lines';
import { semanticTokens } from '../../server/src/lsp/features/semantic-tokens';
import { documentSymbols } from '../../server/src/lsp/features/document-symbols';
import { checkScript } from '../../server/src/wrapping/diagnostics/script-check';
import type { EnabledClasses } from '../../server/src/wrapping/evaluation/enabled-classes';
import { openPrediction } from '../../server/src/wrapping/evaluation/prediction';
import type { Range } from '../../server/src/shared/text-range';
import { askEverything } from '../support/every-feature';
import { formattedByGersemi } from '../support/gersemi';
import { itkBuild, itkSource as source } from '../support/itk';
import { Workspace } from '../support/language';
import { randomNumbers, type RandomNumbers, seedOf } from '../support/random';

type GeneratedFile = ReturnType<typeof linesOf>;

/** The expected findings in a version of ITK, each explained in docs/findings.md. None in a version that is not listed. */
const knownFindings: Record<string, string[]> = {
  '5.2.1': [],
  '6.0.0': [
    'AnisotropicDiffusionLBR/CMakeLists.txt:2 misspelt-order',
    'BoneMorphometry/itkBoneCommon.wrap:15 header-outside-dependencies',
    'BoneMorphometry/itkBoneCommon.wrap:17 header-outside-dependencies',
    'BoneMorphometry/itkBoneCommon.wrap:23 header-outside-dependencies',
    'TextureFeatures/itkCoocurrenceTextureFeaturesImageFilter.wrap:35 header-outside-dependencies',
    'TextureFeatures/itkCoocurrenceTextureFeaturesImageFilter.wrap:43 header-outside-dependencies',
    'TextureFeatures/itkRunLengthTextureFeaturesImageFilter.wrap:35 header-outside-dependencies',
    'TextureFeatures/itkRunLengthTextureFeaturesImageFilter.wrap:43 header-outside-dependencies',
  ],
};

describe('the language features on a real ITK', () => {
  let workspace: Workspace;
  let wraps: string[];
  const format = (text: string): string => formatText(text, ITK_FORMAT_OPTIONS);
  const contextOf = (file: string, text = readFileSync(file, 'utf8')) => workspace.context(file, text);
  const parse = (text: string) => workspace.parser.parseScript(text);

  before(async function () {
    this.timeout(120_000);
    assert.ok(
      existsSync(path.join(source, 'Wrapping')),
      `There is no ITK source in ${source}. "npm run test:itk" fetches it; or set ITK_WRAPPING_ITK_SOURCE.`,
    );
    workspace = await Workspace.scan(source);
    wraps = [...workspace.index.files()].filter((file) => file.endsWith('.wrap')).sort();
    assert.ok(wraps.length >= 800, `only ${wraps.length} .wrap files`);
  });

  it('answer at every position of every .wrap, within the text and in order', () => {
    let positions = 0;
    for (const file of wraps)
      try {
        positions += askEverything(contextOf(file), parse, { everyPosition: false });
      } catch (error) {
        throw new Error(`${path.relative(source, file)}: ${(error as Error).message}`, { cause: error });
      }
    assert.ok(positions > 200_000, `only ${positions} positions`);
  }).timeout(900_000);

  it('give the same answers after random edits as for the text parsed again', () => {
    const random = randomNumbers(seedOf('SEED', 20261122));
    for (let round = 0; round < 60; round++) {
      const file = wraps[random(wraps.length)]!;
      const document = workspace.parser.open(readFileSync(file, 'utf8'));
      for (let edit = 0; edit < 20; edit++) {
        const text = edited(document.text, random);
        const script = document.update(text);
        const fresh = parse(text);
        assert.deepEqual(script, fresh, `${file} after edit ${edit} of round ${round}`);
        const context = {
          ...contextOf(file, text),
          script,
          facts: workspace.index.read(file, script),
        };
        const anew = contextOf(file, text);
        assert.deepEqual(documentSymbols(script, context.facts), documentSymbols(anew.script, anew.facts));
        assert.deepEqual(
          semanticTokens(context.facts, workspace.index),
          semanticTokens(anew.facts, workspace.index),
        );
        if (edit % 10 === 9 && text.length < 3000) askEverything(context, parse, { everyPosition: false });
      }
      document.close();
      contextOf(file);
    }
  }).timeout(600_000);

  it('format every script of the wrapping without a change of meaning, and only once', () => {
    let flattened = 0;
    for (const file of workspace.index.files()) {
      const text = readFileSync(file, 'utf8');
      const script = parse(text);
      const formatted = format(text);
      const again = parse(formatted);
      assert.ok(sameMeaning(again.statements, script.statements), file);
      const comments = (of: typeof script) => of.comments.map((comment) => comment.text.trim());
      assert.deepEqual(comments(again), comments(script), file);
      assert.equal(format(formatted), formatted, file);
      const oneLine = [...visitCommands(again.statements)].every(
        ({ command: { range } }) => range.start.line === range.end.line,
      );
      // If no command and no comment has several lines, the indentation of the original file must not matter.
      if (!oneLine || again.comments.some(({ kind }) => kind === 'bracket')) continue;
      const flat = text.replace(/^[ \t]+/gm, '');
      assert.equal(format(flat), formatted, `${file} without its indentation`);
      flattened++;
    }
    assert.ok(flattened > 0, 'no file has all its commands on one line each: this tests nothing');
  }).timeout(300_000);

  it('format every script of the wrapping as gersemi does', () => {
    const texts = [...workspace.index.files()].map((file) => readFileSync(file, 'utf8'));
    const expected = formattedByGersemi(texts, {
      '.gersemirc': 'indent: 2\nlist_expansion: favour-expansion\n',
    });
    for (const [n, file] of [...workspace.index.files()].entries())
      assert.equal(format(texts[n]!), expected[n], file);
  }).timeout(300_000);

  it('find nothing unexplained in it, by reading or with the options of a build', () => {
    const files = [...workspace.index.files()].filter(
      (file) => file.endsWith('.wrap') || /[\\/]wrapping[\\/]CMakeLists\.txt$/.test(file),
    );
    const place = (file: string, { start }: Range): string =>
      `${path.basename(path.dirname(path.dirname(file)))}/${path.basename(file)}:${start.line + 1}`;
    const read = (
      enabled: EnabledClasses | null = null,
      evaluated: readonly GeneratedFile[] = [],
    ): string[] => {
      const generated = new Map(evaluated.map((one) => [one.file, one.generated]));
      return files
        .flatMap((file) =>
          checkScript({ ...contextOf(file), enabled, generated: generated.get(file) ?? null }).map(
            ({ code, location }) => `${place(file, location.range)} ${code}`,
          ),
        )
        .sort();
    };
    const expected = knownFindings[itkVersion()] ?? [];
    assert.deepEqual(read(), expected);
    const session = openPrediction({ source, build: itkBuild }, { parse });
    const evaluated = session.diagnostics();
    assert.deepEqual(
      evaluated.map(({ location, code }) => `${place(location.file, location.range)} ${code}`),
      [],
    );
    const classes = new EvaluatedClasses();
    const dependencies = session.modules().map((module) => [module.name, module.dependencies] as const);
    const lines = session.types().map((type) => linesOf(type, []));
    classes.update(lines, dependencies);
    assert.ok([...classes.classNames()].length > 500);
    assert.deepEqual(read(classes, lines), expected);
  }).timeout(600_000);
});

function itkVersion(): string {
  const text = ['CMake/itkVersion.cmake', 'CMakeLists.txt']
    .map((file) => readFileSync(path.join(source, file), 'utf8'))
    .join('\n');
  return ['MAJOR', 'MINOR', 'PATCH']
    .map((part) => new RegExp(`ITK_VERSION_${part} "?(\\d+)`).exec(text)?.[1])
    .join('.');
}

/** What people type into such files, including incomplete text. */
const pieces = [
  '(',
  ')',
  '"',
  '${',
  '}',
  '\n',
  ' ',
  '#',
  'itk_wrap_class("itk::X" POINTER)\n',
  'foreach(d 2)\n',
  'endforeach()\n',
  'é𝄞',
  '[[',
  ']]',
  ';',
  '\\',
  'itk_end_wrap_class()',
];

function edited(text: string, random: RandomNumbers): string {
  const at = random(text.length + 1);
  const removed = random(2) === 0 ? random(12) : 0;
  const piece = random(10) < 7 ? pieces[random(pieces.length)]! : '';
  return text.slice(0, at) + piece + text.slice(at + removed);
}
