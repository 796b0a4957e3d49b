import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { LimitError } from '../../cmake/values/evaluation-limits';
import { loadParser } from '../../cmake/syntax/parse';
import { readBuild } from '../../build/read-build';
import type { CostEstimator } from '../../pipeline/costs/cost-estimate';
import { costText } from '../../shared/l10n/cost-text';
import { costEstimatorOf } from '../evaluation/predicted-cost';
import { plural } from '../../shared/plural';
import { findScripts } from '../../wrapping/index/find-scripts';
import { evaluatedWorld } from '../../wrapping/why/evaluated-world';
import { missingPartText } from '../../wrapping/why/missing-parts';
import { parseQuery, type Query } from '../../wrapping/why/query';
import { why, type ProvenChange, type WhyAnswer } from '../../wrapping/why/why';
import type { WrappedInstantiation } from '../../wrapping/why/wrapped-instantiations';
import type { PredictionInput } from '../../wrapping/evaluation/prediction-types';
import { WHEEL_OPTIONS } from '../../wrapping/why/wheel-options';
import { cancelOnInterrupt } from '../cancel';
import { addDefinition, definitions } from '../check/cache-definitions';
import { CannotAsk, exitCodes } from '../exit';
import { type EvaluatedTrees, evaluatedTrees } from '../evaluation/evaluated-trees';
import { loadBuild } from '../evaluation/load-build';
import { note, say, sayJson } from '../terminal/output';

interface Options {
  source?: string;
  build?: string;
  wheels?: boolean;
  define?: string[];
  json?: boolean;
}

/** `itk-wrap why`: whether something is wrapped, and the smallest change that would wrap it. */
export function registerWhyCommand(program: Command): void {
  program
    .command('why')
    .description('say whether a type is wrapped, where, and if not, which change would wrap it')
    .argument(
      '<query...>',
      'a Python expression, a C++ type, a wrapped name, or a message of itk; - reads it from stdin',
    )
    .option('--source <dir>', 'the source tree; without --build, ITK’s own defaults count')
    .option('--build <dir>', 'the build whose options are used (default: found from here)')
    .option('--wheels', 'the options of the wheels on PyPI are used; needs --source')
    .option(
      '-D, --define <name=value>',
      'override a CMake option, as in cmake -D; may be repeated',
      addDefinition,
    )
    .option('--json', 'print one JSON value')
    .addHelpText(
      'after',
      `
Examples:
  itk-wrap why --build ~/builds/ITK 'itk.MedianImageFilter[itk.Image[itk.D,4],itk.Image[itk.D,4]]'
  itk-wrap why --source ~/src/ITK --wheels 'itk.Image[itk.D,4]'
  python3 filter.py 2>&1 | itk-wrap why --build ~/builds/ITK -

Exit code: 0 if it is wrapped, 1 if not, 2 if the arguments are wrong.`,
    )
    .action(async (words: string[], options: Options) => {
      const text = words.length === 1 && words[0] === '-' ? readFileSync(0, 'utf8') : words.join(' ');
      const query = parseQuery(text);
      if (query === null)
        throw new CannotAsk(
          'No type was found in the query. Write an expression such as itk.Image[itk.F,2], or paste the whole message.',
        );
      if (options.wheels && (options.build !== undefined || options.source === undefined))
        throw new CannotAsk('--wheels asks about a source tree: name it with --source DIR, without --build.');
      const { source, build, options: defaults } = await treesOf(options);
      const cache = {
        ...defaults,
        ...(options.wheels && WHEEL_OPTIONS),
        ...definitions(options.define ?? []),
      };
      const answer = await ask(query, { source, build, cache });
      if (options.json) sayJson(answer);
      else show(answer, source, await estimatorFor(build));
      process.exitCode = answer.wrapped.length > 0 ? exitCodes.ok : exitCodes.badNews;
    });
}

/** The trees that are named, or else those of the build that belongs to the current folder. */
async function treesOf(options: Options): Promise<EvaluatedTrees> {
  if (options.source !== undefined || options.build !== undefined) return evaluatedTrees(options);
  const { source, dir } = await loadBuild(undefined);
  return { source, build: dir, options: {} };
}

async function ask(query: Query, input: PredictionInput): Promise<WhyAnswer> {
  const parser = await loadParser();
  const files = await findScripts(input.source);
  try {
    return why(query, evaluatedWorld(input, { parser, files, signal: cancelOnInterrupt() }));
  } catch (error) {
    if (error instanceof LimitError)
      throw new CannotAsk(`Cannot evaluate the CMake files: ${error.message}.`);
    throw error;
  }
}

/** Learns from what the build has made. Null without a build, or if too little of it was made. */
async function estimatorFor(build: string): Promise<CostEstimator | null> {
  return existsSync(path.join(build, '.ninja_log')) ? costEstimatorOf(await readBuild(build)) : null;
}

const SHOWN = 5;

function show(answer: WhyAnswer, source: string, estimator: CostEstimator | null): void {
  const { subject, wrapped, changes, nearest, isClassWrapped, python, unwrapped, similar } = answer;
  const relative = (file: string): string => path.relative(source, file);
  if (python !== null) {
    say(`itk.${subject} is written in Python, so nothing has to wrap it.`);
    say(`  ${relative(python.file)}:${python.line + 1}`);
    return;
  }
  if (wrapped.length > 0) {
    const count = plural(wrapped.length, 'instantiation');
    say(`${subject} is wrapped${wrapped.length > 1 ? `: ${count}` : ''}.`);
    list(wrapped, source);
    return;
  }
  say(`${subject} is not wrapped.`);
  for (const [index, change] of changes.entries()) showChange(change, index, source, estimator);
  if (unwrapped !== null) {
    const { className, header, module, wrap, text } = unwrapped;
    say(`\nNo .wrap file wraps ${className}. It is declared in ${relative(header)}, in ${module}.`);
    say(`To wrap it, write ${relative(wrap)}, for example:\n`);
    for (const line of text.trimEnd().split('\n')) say(`  ${line}`);
  } else if (changes.length === 0)
    say(
      isClassWrapped
        ? '\nNo option of ITK’s wrapping would wrap it.'
        : `\nNothing wraps this class.${similar.length > 0 ? ` Did you mean ${similar.join(', ')}?` : ''}`,
    );
  if (nearest.length === 0) return;
  say('\nThe closest instantiations that are wrapped:');
  list(nearest, source);
}

function showChange(
  { options, lines, added, wraps, needs, missing }: ProvenChange,
  index: number,
  source: string,
  estimator: CostEstimator | null,
): void {
  say(`\n${index === 0 ? 'To wrap it' : 'Or'}:`);
  for (const { name, from, to } of options) say(`  -D${name}=${to}${from === null ? '' : `  (now ${from})`}`);
  for (const { file, line, text } of lines) {
    say(`  add before line ${line + 1} of ${path.relative(source, file)}:`);
    say(`  ${text.trim()}`);
  }
  const cost = estimator?.({ types: 0, instantiations: added });
  const time = cost && added > 0 ? ` (${costText({ ...cost, isAbout: true })})` : '';
  say(`  This adds ${plural(added, 'instantiation')} in all${time}, and wraps:`);
  list(wraps, source, '    ');
  const more = [...needs.map(({ message }) => message), ...missing.map(missingPartText)];
  for (const sentence of more.slice(0, SHOWN)) note(`  It then needs more: ${sentence.replace(/\n/g, ' ')}`);
  if (more.length > SHOWN) note(`  and ${more.length - SHOWN} more`);
}

function list(instantiations: readonly WrappedInstantiation[], source: string, indent = '  '): void {
  for (const { name, cppType, module, origin } of instantiations.slice(0, SHOWN)) {
    const place =
      origin && `${path.relative(source, origin.location.file)}:${origin.location.range.start.line + 1}`;
    say(`${indent}${cppType}  (${name} in ${module}${place ? `, ${place}` : ''})`);
  }
  if (instantiations.length > SHOWN) say(`${indent}and ${instantiations.length - SHOWN} more`);
}
