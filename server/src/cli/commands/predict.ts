import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { externalModules, externalText } from '../../build/external-modules';
import { type ExternalModule } from '../../build/build-tree';
import { diskFs } from '../../host/build-files';
import { textOrNullSync } from '../../host/read-regular-file';
import { compareInstantiations } from '../../pipeline/state/configure-need';
import { checkPrediction, isExact, withoutExternal } from '../../wrapping/evaluation/compare-generated';
import type { Diagnostic, Severity } from '../../wrapping/diagnostics/diagnostic';
import type { PredictedType, PredictionReader } from '../../wrapping/evaluation/prediction-types';
import { cancelOnInterrupt } from '../cancel';
import { addDefinition, definitions } from '../check/cache-definitions';
import { plural } from '../../shared/plural';
import { isAtLeast, SEVERITIES } from '../check/report';
import { CannotAsk, exitCodes } from '../exit';
import { evaluatedTrees } from '../evaluation/evaluated-trees';
import { readPrediction } from '../evaluation/read-prediction';
import { loadBuild } from '../evaluation/load-build';
import { costChangeText, predictedCost } from '../evaluation/predicted-cost';
import { unknownName } from '../named-types';
import { note, say, sayJson } from '../terminal/output';

interface Options {
  source?: string;
  build?: string;
  check?: boolean;
  diff?: boolean;
  cost?: boolean;
  out?: string;
  type?: string[];
  define?: string[];
  fresh?: boolean;
  severity: string;
  json?: boolean;
}

/** `itk-wrap predict`: what CMake would generate, without running CMake. */
export function registerPredictCommand(program: Command): void {
  program
    .command('predict')
    .description('show what CMake would generate for the wrapping, without running CMake')
    .option('--source <dir>', 'the source tree (default: the one of the build)')
    .option('--build <dir>', 'the build whose options are used (default: none, ITK’s own defaults)')
    .option(
      '-D, --define <name=value>',
      'override a CMake option of the build, as in cmake -D; may be repeated',
      addDefinition,
    )
    .option('--fresh', 'evaluate even if the result of an earlier run still holds')
    .option('--type <names...>', 'only these types')
    .option('--check', 'compare with the files in the build; exit with 1 if one differs')
    .option('--diff', 'list the instantiations that configuring would add and remove')
    .option('--cost', 'say what configuring would add and remove, and how long that would take')
    .option('--out <dir>', 'write the predicted files there')
    .addOption(
      new Option('--severity <least>', 'report diagnostics of this severity and above')
        .choices([...SEVERITIES, 'none'])
        .default('warning'),
    )
    .option('--json', 'print one JSON value')
    .addHelpText(
      'after',
      '\nExit code: 1 if an error is found or --check finds a difference, 2 if the arguments are wrong, else 0.',
    )
    .action(async (options: Options) => {
      const { source, build, options: defaults } = await evaluatedTrees(options);
      if ((options.check || options.diff || options.cost) && options.build === undefined)
        throw new CannotAsk('--check, --diff and --cost compare with a build: name it with --build DIR.');
      const started = performance.now();
      const input = { source, build, cache: { ...defaults, ...definitions(options.define ?? []) } };
      const { reader: session, keep } = await readPrediction(input, {
        fresh: options.fresh === true,
        signal: cancelOnInterrupt(),
      });
      const seconds = Math.round(performance.now() - started) / 1000;
      const all = session.types();
      const types = selected(all, options.type);
      const found = diagnosticsOf(session, options.type);
      showDiagnostics(found, options.severity);
      const hasErrors = found.some(({ severity }) => severity === 'error');
      if (all.length === 0 && !hasErrors && !found.some(({ code }) => code === 'no-wrap-files'))
        throw new CannotAsk(`Nothing is wrapped in ${source} with these options. Is ITK_WRAP_PYTHON on?`);
      if (hasErrors) process.exitCode = exitCodes.badNews;
      if (options.out !== undefined) writeFiles(types, path.resolve(options.out));
      if (options.check)
        showCheck(
          withoutExternal(checkPrediction(all, build, types), await externalTo(source, build, session)),
          seconds,
          options,
        );
      else if (options.cost) {
        const change = await predictedCost(await loadBuild(options.build), all);
        if (options.json) sayJson(change);
        else say(costChangeText(change));
      } else if (options.diff) showDiff(types, options);
      else showTypes(types, session, seconds, options);
      keep();
    });
}

/** The diagnostics of these types (or of all) and of the files other than `.wrap` files, sorted by file and line. */
function diagnosticsOf(session: PredictionReader, types: readonly string[] | undefined): Diagnostic[] {
  const found = types
    ? [...session.diagnosticsOutside(), ...types.flatMap((name) => session.diagnostics(name))]
    : session.diagnostics();
  return found.sort(
    (a, b) =>
      compare(a.location.file, b.location.file) ||
      a.location.range.start.line - b.location.range.start.line ||
      a.location.range.start.character - b.location.range.start.character,
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Prints diagnostics to standard error in the format of compilers. */
function showDiagnostics(found: readonly Diagnostic[], least: string): void {
  for (const { code, message, location, severity } of found) {
    if (least === 'none' || !isAtLeast(severity, least as Severity)) continue;
    const { line, character } = location.range.start;
    const place = `${location.file}:${line + 1}:${character + 1}`;
    note(`${place}: ${severity}: ${message.replace(/\n/g, ' ')} [${code}]`);
  }
}

function selected(
  all: readonly PredictedType[],
  names: readonly string[] | undefined,
): readonly PredictedType[] {
  if (names === undefined) return all;
  const known = new Map(all.map((type) => [type.name, type]));
  return names.map(
    (name) =>
      known.get(name) ??
      unknownName(`No type ${name} is wrapped with these options.`, name, known.keys(), 'itk-wrap predict'),
  );
}

function writeFiles(types: readonly PredictedType[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { cxx, swigInterface } of types)
    for (const file of [cxx, swigInterface])
      if (file !== null) writeFileSync(path.join(folder, path.basename(file.path)), file.text);
}

/** External modules that write into this build. */
function externalTo(source: string, dir: string, session: PredictionReader): Promise<ExternalModule[]> {
  const modules = new Set(session.modules().map(({ name }) => name));
  const typedefs = path.join(dir, 'Wrapping', 'Typedefs');
  return externalModules({ dir, source, typedefs, modules }, diskFs);
}

function showCheck(check: ReturnType<typeof withoutExternal>, seconds: number, options: Options): void {
  if (options.json) sayJson({ ...check, seconds });
  else
    for (const [name, part] of [
      ['.cxx', check.cxx] as const,
      ['SwigInterface.h.in', check.swigInterface] as const,
    ]) {
      const { same, different, missing, extra } = part;
      const counts = `${same} same, ${different.length} different, ${missing.length} missing, ${extra.length} extra`;
      say(`${name}: ${counts}`);
      for (const [word, names] of Object.entries({ different, missing, extra }))
        for (const type of names) say(`  ${word}: ${type}`);
    }
  if (!options.json)
    for (const { module: name, configuredIn, types } of check.external)
      say(externalText({ name, configuredIn, types }));
  if (!isExact(check)) process.exitCode = exitCodes.badNews;
}

function showDiff(types: readonly PredictedType[], options: Options): void {
  const differences = types
    .map(({ name, module, cxx }) => ({
      name,
      module,
      ...compareInstantiations(cxx === null ? '' : generated(cxx.path), cxx?.text ?? ''),
    }))
    .filter(({ added, removed, changed }) => added.length + removed.length + changed.length > 0);
  if (options.json) return sayJson(differences);
  for (const { name, added, removed, changed } of differences) {
    say(`${name}: +${added.length} −${removed.length} ~${changed.length}`);
    for (const alias of added) say(`  + ${alias}`);
    for (const alias of removed) say(`  - ${alias}`);
    for (const alias of changed) say(`  ~ ${alias}`);
  }
}

/** The text that CMake generated last. Without one, everything counts as new. */
function generated(cxx: string): string {
  return textOrNullSync(cxx) ?? '';
}

function showTypes(
  types: readonly PredictedType[],
  session: PredictionReader,
  seconds: number,
  options: Options,
): void {
  if (options.json) return sayJson({ ...session.prediction(), types, seconds });
  for (const { name, module, instantiations } of types) {
    say(`${name} (${module}): ${plural(instantiations.length, 'alias', 'aliases')}`);
    if (options.type === undefined) continue;
    for (const { name: alias, cppType, origin } of instantiations) {
      const at = origin === null ? '' : `  line ${origin.location.range.start.line + 1}`;
      say(`  ${alias} = ${cppType}${at}`);
    }
  }
}
