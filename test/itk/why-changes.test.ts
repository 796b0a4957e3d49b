import assert from 'node:assert/strict';
import { classNameOf } from '../../server/src/build/inputs/castxml-cxx';
import { loadParser } from '../../server/src/cmake/syntax/parse';
import { openPrediction } from '../../server/src/wrapping/evaluation/prediction';
import { findScripts } from '../../server/src/wrapping/index/find-scripts';
import { withLines } from '../../server/src/wrapping/why/add-instantiation';
import { evaluatedWorld } from '../../server/src/wrapping/why/evaluated-world';
import { parseQuery } from '../../server/src/wrapping/why/query';
import { type Change, why } from '../../server/src/wrapping/why/why';
import { itkBuild, itkSource } from '../support/itk';
import { randomNumbers, seedOf } from '../support/random';

/** The text of `why` for 200 takes a quarter of an hour. */
const COUNT = Number(process.env.ITK_WRAPPING_ABSENT ?? 8);

/** Arguments that somebody may want in place of others. */
const OTHERS: readonly [RegExp, readonly string[]][] = [
  [/\bfloat\b/, ['double', 'unsigned short', 'unsigned char', 'signed short']],
  [/\bunsigned char\b/, ['unsigned short', 'double', 'signed char']],
  [/\bsigned short\b/, ['signed char', 'double', 'unsigned short']],
  [/\bdouble\b/, ['float', 'unsigned char']],
  [/(?<=,\s?)[23](?=\s?>)/, ['4', '5']],
];

/** Each change that is proposed is evaluated once more, from nothing. */
describe('asking the real ITK what would wrap a type', function () {
  this.timeout(0);
  const seed = seedOf('ITK_WRAPPING_SEED');
  const random = randomNumbers(seed);

  it(`proposes changes that wrap it, for ${COUNT} absent instantiations`, async () => {
    console.log(`      seed ${seed} (ITK_WRAPPING_SEED)`);
    const parser = await loadParser();
    const parse = (text: string) => parser.parseScript(text);
    const input = { source: itkSource, build: itkBuild };
    const world = evaluatedWorld(input, { parser, files: await findScripts(itkSource) });
    const present = world.evaluate(null);
    const all = [...present.wrapped.classNames()].flatMap((name) => present.wrapped.ofClass(name));
    const templates = all.filter(({ cppType }) => cppType.includes('<'));
    const madeBy = (change: Change): Set<string> => {
      const cache = Object.fromEntries(change.options.map(({ name, to }) => [name, to]));
      const session = openPrediction({ ...input, cache }, { parse });
      for (const file of new Set(change.lines.map((line) => line.file)))
        session.update(
          file,
          withLines(
            session.textOf(file)!,
            change.lines.filter((line) => line.file === file),
          ),
        );
      session.settle();
      return new Set(session.types().flatMap(({ instantiations }) => instantiations.map(({ name }) => name)));
    };
    const wrong: string[] = [];
    const figures = { changes: 0, lines: 0, options: 0, complete: 0, none: 0 };
    for (let at = 0; at < COUNT;) {
      const { cppType } = templates[random(templates.length)]!;
      const [pattern, values] = OTHERS[random(OTHERS.length)]!;
      const absent = cppType.replace(new RegExp(pattern, 'g'), values[random(values.length)]!);
      const query = parseQuery(absent);
      if (absent === cppType || query === null) continue;
      const answer = why(query, world);
      if (answer.wrapped.length > 0) continue;
      at++;
      if (answer.changes.length === 0) figures.none++;
      for (const change of answer.changes) {
        figures.changes++;
        if (change.lines.length > 0) figures.lines++;
        else figures.options++;
        if (change.needs.length + change.missing.length === 0) figures.complete++;
        const made = madeBy(change);
        for (const { name, cppType: type } of change.wraps)
          if (!made.has(name) || classNameOf(type) !== classNameOf(absent)) wrong.push(`${absent}: ${name}`);
      }
      if (process.env.ITK_WRAPPING_ABSENT_LIST)
        console.log(
          JSON.stringify([
            absent,
            ...answer.changes.map(({ options, lines, added, needs, missing }) => [
              ...[
                options.map(({ name, to }) => `${name}=${to}`),
                lines.map(({ text }) => text.trim()),
                added,
              ],
              ...[needs.map(({ code }) => code), missing.map((part) => part.cppType)],
            ]),
          ]),
        );
    }
    console.log(`      ${JSON.stringify(figures)}`);
    assert.deepEqual(wrong, []);
    // Lines were evaluated as edits, and taken back.
    const after = world.evaluate(null).wrapped;
    assert.deepEqual(
      [...after.classNames()].flatMap((name) => after.ofClass(name).map((one) => one.cppType)),
      all.map((one) => one.cppType),
    );
  });
});
