import * as l10n from '@vscode/l10n';
import { castxmlAt, igeneratorAt, readCommand, type CommandReading } from './generators/build-command';
import type { Rule } from './build-rule';
import { isSwigRule, swigAt, swigStepsOf } from './swig-steps';
import type { CommandStyle } from './generators/command-line';
import { type BuildFs, textOrNull } from '../host/build-files';
import { withFileArguments } from './inputs/file-arguments';
import { absolute, baseName, cmakeList, isWindowsPath, pathsOf, typeNameOf } from './build-paths';
import type { BuildModule, BuildProblem, BuildType } from './build-tree';

/** The types and modules in a generator's files, before they are joined with the source tree. */
export interface RawBuild {
  types: RawType[];
  modules: RawModule[];
  /** Every file that CMake read. */
  configureInputs: string[];
  /** The value of igenerator's `--pkl_dir`, if it has one. */
  pklDir: string | null;
  problems: BuildProblem[];
}

/** A type without the facts that come from the source tree. */
export type RawType = Omit<BuildType, 'wrap' | 'module'>;
/** A module without the facts that come from the source tree. */
export type RawModule = Omit<BuildModule, 'wrappingDir'>;

/** Texts that identify the commands of relevant rules. */
export const CASTXML = '--castxml-start';
/** See {@link CASTXML}. */
export const IGENERATOR = 'igenerator.py';
/** See {@link CASTXML}. */
export const SWIG = ' -python ';
const configure = (): string => l10n.t('Run CMake in this build directory again.');

/** The castxml, igenerator and SWIG rules of a build, each in their original order. */
export class Rules {
  readonly castxml: Rule[] = [];
  readonly igenerator: Rule[] = [];
  readonly swig: Rule[] = [];

  add(rule: Rule): void {
    if (rule.outputs.some((output) => output.endsWith('.idx'))) this.igenerator.push(rule);
    else if (rule.command.includes(CASTXML)) this.castxml.push(rule);
    else if (isSwigRule(rule)) this.swig.push(rule);
  }
}

/**
 * Converts the rules of a build to types and modules. `file` is named in problems.
 */
export async function rawBuildOf(
  rules: Rules,
  context: { file: string; dir: string; cache: ReadonlyMap<string, string>; fs: BuildFs },
): Promise<Omit<RawBuild, 'configureInputs'>> {
  const { file, dir, fs } = context;
  const problems: BuildProblem[] = [];
  const style: CommandStyle = isWindowsPath(dir) ? 'windows' : 'posix';
  const read = async (rule: Rule, program: (words: readonly string[]) => number): Promise<CommandReading> => {
    const reading = await readRuleCommand(rule, { style, dir, program, fs });
    if (!('command' in reading)) return reading;
    const command = await withFileArguments(reading.command, fs);
    if ('unread' in command)
      return { problem: l10n.t('its arguments in {0} cannot be read, or have changed', command.unread) };
    // For other rules, ninja may record more than the command (a response file).
    if (rule.rule !== 'CUSTOM_COMMAND') return { command };
    const depfile = rule.depfile && { file: absolute(dir, rule.depfile), deps: rule.deps === 'gcc' };
    return { command: { ...command, line: rule.command, ...(depfile && { depfile }) } };
  };

  const known = context.cache.get('CASTXML_EXECUTABLE') ?? null;
  const swig = await swigStepsOf(rules.swig, dir, (rule) => read(rule, swigAt));
  const types: RawType[] = [];
  const moduleOfType = new Map<string, string>();
  for (const rule of rules.castxml) {
    const xml = rule.outputs.find((output) => output.endsWith('.xml'));
    if (xml === undefined) continue;
    const reading = await read(rule, (words) => castxmlAt(words, known));
    if ('problem' in reading) problems.push(unread(file, xml, reading.problem));
    const type = typeOf(rule, absolute(dir, xml), 'command' in reading ? reading : null, dir);
    types.push({ ...type, swig: swig.get(type.name) ?? null });
    if (type.castxml) moduleOfType.set(type.name, baseName(type.castxml.cwd));
  }

  const modules: RawModule[] = [];
  let pklDir: string | null = null;
  for (const rule of rules.igenerator) {
    const reading = await read(rule, igeneratorAt);
    if ('problem' in reading) problems.push(unread(file, rule.description, reading.problem));
    const module = moduleOf(rule, 'command' in reading ? reading : null, dir);
    if (!module) continue;
    pklDir ??= optionOf(module.igenerator?.argv ?? [], '--pkl_dir');
    modules.push({ ...module, swig: swig.get(module.name) ?? null });
  }
  modules.push(...modulesWithoutIgenerator(types, modules, moduleOfType));
  return { types, modules, pklDir: pklDir === null ? null : absolute(dir, pklDir), problems };
}

interface RuleContext {
  style: CommandStyle;
  dir: string;
  program: (words: readonly string[]) => number;
  fs: BuildFs;
}

/**
 * The command of a rule. CMake writes a long command into a script and makes ninja run that (`CMakeFiles/…-<hash>.sh HASH`,
 * `.bat` on Windows). In this case the lines of the script are read.
 */
async function readRuleCommand(rule: Rule, context: RuleContext): Promise<CommandReading> {
  const reading = readCommand({ ...context, line: rule.command });
  if ('command' in reading) return reading;
  const script = /^"?([^"\s]+\.(?:sh|bat))"?\s+[0-9a-f]{16}$/i.exec(rule.command.trim());
  if (!script) return reading;
  const text = await textOrNull(absolute(context.dir, script[1] ?? ''), context.fs);
  if (text === null) return { problem: l10n.t('its script {0} cannot be read', script[1] ?? '') };
  const lines = text
    .split(/\r?\n/)
    .filter((line) => !/^\s*(?:$|#|set -e|@echo off|goto |:[A-Z]|set )/i.test(line))
    .map((line) => line.replace(/ \|\| \(set FAIL_LINE=.*$/, ''));
  return readCommand({ ...context, line: lines.join(' && ') });
}

function typeOf(
  rule: Rule,
  xml: string,
  reading: { command: BuildType['castxml'] } | null,
  dir: string,
): Omit<RawType, 'swig'> {
  const paths = pathsOf(dir);
  const castxml = reading?.command ?? null;
  const argument = (test: (word: string) => boolean): string | undefined => castxml?.argv.find(test);
  const cwd = castxml?.cwd ?? dir;
  const stem = xml.slice(0, -'.xml'.length);
  const cxx = argument((word) => word.endsWith('.cxx'));
  const response = argument((word) => word.startsWith('@'));
  return {
    name: paths.basename(stem),
    cxx: cxx === undefined ? stem + '.cxx' : absolute(cwd, cxx),
    inc: response === undefined ? stem + '.castxml.inc' : absolute(cwd, response.slice(1)),
    xml,
    castxml,
    inputs: rule.inputs.map((input) => absolute(dir, input)),
  };
}

function moduleOf(
  rule: Rule,
  reading: { command: BuildModule['igenerator'] } | null,
  dir: string,
): Omit<RawModule, 'swig'> | null {
  const igenerator = reading?.command ?? null;
  const argv = igenerator?.argv ?? [];
  const outputs = [...rule.outputs, ...rule.implicitOutputs].map((output) => absolute(dir, output));
  const mdx = optionsOf(argv, '--mdx');
  const own = mdx[0] ?? rule.inputs.find((input) => input.endsWith('.mdx'));
  if (own === undefined) return null;
  const order = optionOf(argv, '--submodule-order');
  const stamp =
    optionOf(argv, '--pkl_stamp') ?? outputs.find((output) => output.endsWith('.pkl.stamp')) ?? null;
  return {
    name: stemOf(own),
    types:
      order === null
        ? outputs.filter((output) => output.endsWith('.idx')).map((output) => stemOf(output))
        : cmakeList(order),
    dependencies: mdx.slice(1).map(stemOf),
    stampGeneration: stamp === null ? 'none' : stamp.endsWith('.pkl.stamp') ? 'pkl-stamp' : 'sqlite-stamp',
    stamp: stamp === null ? null : absolute(igenerator?.cwd ?? dir, stamp),
    igenerator,
    igeneratorOutputs: outputs,
    igeneratorInputs: rule.inputs.map((input) => absolute(dir, input)),
  };
}

/** Modules for types whose module has no igenerator rule. Such a module is named after the folder in which castxml runs. */
function modulesWithoutIgenerator(
  types: readonly RawType[],
  modules: readonly RawModule[],
  moduleOfType: ReadonlyMap<string, string>,
): RawModule[] {
  const covered = new Set(modules.flatMap((module) => module.types));
  const left = new Map<string, string[]>();
  for (const { name } of types) {
    if (covered.has(name)) continue;
    const module = moduleOfType.get(name) ?? 'unknown';
    left.set(module, [...(left.get(module) ?? []), name]);
  }
  return [...left].map(([name, names]) => ({
    name,
    types: names,
    dependencies: [],
    stampGeneration: 'none' as const,
    stamp: null,
    igenerator: null,
    igeneratorOutputs: [],
    igeneratorInputs: [],
    swig: null,
  }));
}

function stemOf(file: string): string {
  return typeNameOf(file);
}

/** The values of an option that may be repeated, as `--name value` or `--name=value`. */
export function optionsOf(argv: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === name && at + 1 < argv.length) values.push(argv[(at += 1)] ?? '');
    else if (word.startsWith(name + '=')) values.push(word.slice(name.length + 1));
  }
  return values;
}

/** The last value of an option; null if it is not given. */
export function optionOf(argv: readonly string[], name: string): string | null {
  return optionsOf(argv, name).at(-1) ?? null;
}

function unread(file: string, what: string, problem: string): BuildProblem {
  return {
    file,
    message: l10n.t('The command for {0} cannot be read: {1}.', what, problem),
    next: configure(),
  };
}
