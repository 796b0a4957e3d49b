import path from 'node:path';
import type { Script } from '../../cmake/syntax/ast';
import { fromByteString, toByteString } from '../../cmake/values/byte-string';
import { Disk } from '../../host/disk';
import { DEFAULT_LIMITS, type Limits } from '../../cmake/values/evaluation-limits';
import { ScriptCache } from '../../cmake/runtime/script-cache';
import { lookUp, thawScopes, visibleNames } from '../../cmake/runtime/scopes/scope';
import { isSameState, type StateSnapshot } from '../../cmake/runtime/scopes/state';
import type { Interpreter } from '../../cmake/runtime/interpreter';
import { WrappingEvaluation, type Witness } from './evaluation';
import { describeType, sameType } from './describe-type';
import { type TypeRecord } from './evaluation-records';
import type { Option } from '../diagnostics/diagnostic';
import { isCutShort } from '../diagnostics/consequences';
import type { Diagnostic } from '../diagnostics/diagnostic';
import { checkOutside, checkType, type EvaluationSources } from '../diagnostics/evaluation-check';
import type { Rule } from '../diagnostics/rule';
import { rules } from '../diagnostics/rules';
import { namedOptions } from './wrapping-options';
import { type Rewrapping, type UnknownArgument, UseChecker } from '../index/unknown-arguments';
import type { TracedValue } from './observing/trace';
import { normalized } from '../index/type-names';
import { readWrappedByItk, type WrappedByItk } from './wrapped-by-itk';
import type { Location, Range } from '../../shared/text-range';
import type {
  GeneratedBytes,
  PredictedInstantiation,
  PredictedModule,
  PredictedType,
  Prediction,
  PredictionInput,
  PredictionReader,
} from './prediction-types';

/** The options of a prediction. */
export interface PredictionOptions {
  /** Parses a CMake script: `CMakeParser.parseScript`. */
  parse(text: string): Script;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  /** The disk to read. The default is a new one. */
  disk?: Disk;
  /** Files whose text counts as empty until `update` replaces it. */
  without?: readonly string[];
  /** Called for each script before it is read or run. */
  onFile?: (file: string) => void;
  /** The rules to check. The default is all rules. */
  rules?: readonly Rule[];
}

/** A witness that is told which interpreter it watches. */
export type EvaluationWitness = Witness & { begin(interpreter: Interpreter): void };

/** What an edit changed. */
export interface PredictionUpdate {
  /** `changed` are types that are new or different. `removed` are types that no longer exist. */
  changed: readonly string[];
  removed: readonly string[];
  /** Later types may see variables that the edit changed. `settle` finds out. */
  unsettled: boolean;
}

/**
 * Predicts what CMake would generate, by evaluating the project's own wrapping macros. It reads the source tree and the
 * build's options, writes and runs nothing, and follows edits. Scripts that exceed a limit get a diagnostic.
 * @throws LimitError if it is cancelled
 */
export function openPrediction(input: PredictionInput, options: PredictionOptions): PredictionSession {
  return new PredictionSession(input, options);
}

/** A prediction that follows its files. An edit of one `.wrap` file evaluates only that type. */
export class PredictionSession implements PredictionReader {
  private readonly disk: Disk;
  private readonly programs: ScriptCache;
  private readonly shown = new Map<string, { record: TypeRecord; type: PredictedType }>();
  private evaluation: WrappingEvaluation;
  /** The checker for the current types, or null if one has changed since. */
  private useChecker: UseChecker | null = null;
  /** Read on first use, and not again in this session. */
  private itk: WrappedByItk | 'itself' | 'unknown' | null = null;
  private knownUses = new Map<string, string>();
  /** The type after which the evaluation must be repeated, or all. */
  private behind: TypeRecord | 'all' | null = null;

  constructor(
    private readonly input: PredictionInput,
    private readonly options: PredictionOptions,
  ) {
    this.disk = options.disk ?? new Disk();
    for (const file of options.without ?? []) this.disk.overlay(file, '');
    this.programs = new ScriptCache(this.disk, (text) => options.parse(text));
    this.evaluation = this.evaluate();
  }

  prediction(): Prediction {
    return { modules: this.modules(), types: this.types(), diagnostics: this.diagnostics() };
  }

  types(): PredictedType[] {
    return this.typeNames().map((name) => this.type(name)!);
  }

  modules(): PredictedModule[] {
    return [...this.evaluation.modules.values()]
      .filter(({ types }) => types.length > 0)
      .map(({ name, dir, types, dependencies }) => ({
        name: fromByteString(name),
        dir: fromByteString(dir),
        types: types.map(fromByteString),
        dependencies: dependencies.map(fromByteString),
      }));
  }

  typeNames(): string[] {
    return [...this.evaluation.types.keys()].map(fromByteString);
  }

  /** One type, or null if no type has this name. */
  type(name: string): PredictedType | null {
    const record = this.evaluation.types.get(toByteString(name));
    if (record === undefined) return null;
    let shown = this.shown.get(name);
    if (shown?.record !== record) {
      shown = { record, type: describeType(record) };
      this.shown.set(name, shown);
    }
    return shown.type;
  }

  /** All mistakes, or those in the `.wrap` file of one type. */
  diagnostics(name?: string): Diagnostic[] {
    const names = name === undefined ? this.typeNames() : [name];
    const found = names.flatMap((one) => checkType(this.sources, one, this.rules));
    return name === undefined ? [...this.diagnosticsOutside(), ...found] : found;
  }

  /** Every file that CMake would write while it configures. */
  generatedFiles(): GeneratedBytes[] {
    return [...this.evaluation.interpreter.files.writtenFiles()].map(([file, content]) => ({
      path: fromByteString(file),
      content: Buffer.from(content, 'latin1'),
    }));
  }

  /** The raw results of all types. */
  records(): TypeRecord[] {
    return [...this.evaluation.types.values()];
  }

  /** Whether evaluating the same files again gives the same result. */
  get isRepeatable(): boolean {
    return this.evaluation.isRepeatable;
  }

  /** Mistakes outside of the `.wrap` files, and the reason if CMake would stop early. */
  diagnosticsOutside(): Diagnostic[] {
    return checkOutside(this.sources, this.rules);
  }

  /** Whether CMake would stop before it has written the files of a type. What is known of the type may then be wrong. */
  isCutShort(name: string): boolean {
    const record = this.evaluation.types.get(toByteString(name));
    return record !== undefined && isCutShort(record, this.programs);
  }

  /**
   * What the ITK that this external module is built against wraps. `itself`: this is ITK, or a project that wraps everything
   * it uses. `unknown`: the ITK does not say.
   */
  wrappedByItk(): WrappedByItk | 'itself' | 'unknown' {
    return (this.itk ??= this.readItk());
  }

  private readItk(): WrappedByItk | 'itself' | 'unknown' {
    const itkDir = this.evaluation.interpreter.state.cache.get('ITK_DIR')?.value ?? '';
    const build = toByteString(path.resolve(this.input.build));
    if (itkDir === '' || itkDir.endsWith('-NOTFOUND') || path.posix.resolve(itkDir) === build)
      return 'itself';
    const own = {
      // ITK's last loop names the modules that this one depends on, too. Those have no types here.
      modules: new Set(this.modules().map(({ name }) => name)),
      types: new Set(this.typeNames()),
    };
    return readWrappedByItk(fromByteString(itkDir), this.disk, own) ?? 'unknown';
  }

  private get rules(): readonly Rule[] {
    return this.options.rules ?? rules;
  }

  private get sources(): EvaluationSources {
    return {
      evaluation: this.evaluation,
      programs: this.programs,
      describe: (type) => this.type(type),
      unknownArguments: (type) => this.unknownArguments(type),
      rewrapped: (type) => this.rewrapped(type),
      optionsNamed: (text): Option[] =>
        namedOptions(text, this.input, this.evaluation.interpreter.state.cache),
    };
  }

  private unknownArguments(name: string): UnknownArgument[] {
    const type = this.type(name);
    return type === null || this.isCutShort(name) ? [] : this.uses.unknownArguments(type);
  }

  private rewrapped(name: string): Rewrapping[] {
    const type = this.type(name);
    if (type === null || this.isCutShort(name)) return [];
    const itk = this.wrappedByItk();
    return this.uses.rewrapped(type, (one) =>
      typeof itk === 'string' ? undefined : itk.instantiationOf(one)?.module,
    );
  }

  /** Checks which types use each other. An edit of one type may make the use of another wrong. */
  private get uses(): UseChecker {
    this.useChecker ??= new UseChecker(this.modules(), (name) => this.type(name), this.wrappedElsewhere());
    return this.useChecker;
  }

  /** Whether a type is, or may be, wrapped elsewhere: by ITK, or by a `.wrap` file that was not evaluated to its end. */
  private wrappedElsewhere(): (typeName: string) => boolean {
    const itk = this.wrappedByItk();
    if (itk === 'unknown') return () => true;
    const records = [...this.evaluation.types.values()];
    const unseen = records
      .filter((record) => isCutShort(record, this.programs))
      .map(({ wrap }) => this.programs.text(wrap));
    return (typeName) => {
      if (itk !== 'itself' && itk.wraps(typeName)) return true;
      const className = typeName.slice(0, typeName.indexOf('<'));
      return unseen.some((text) => text.includes(normalized(className)));
    };
  }

  /** The types whose use of other types has become right or wrong since the last call. */
  changedUses(): string[] {
    const before = this.knownUses;
    this.knownUses = new Map();
    for (const name of this.typeNames()) {
      const found = [...this.unknownArguments(name), ...this.rewrapped(name)];
      if (found.length > 0) this.knownUses.set(name, JSON.stringify(found));
    }
    const names = new Set([...before.keys(), ...this.knownUses.keys()]);
    return [...names].filter((name) => before.get(name) !== this.knownUses.get(name));
  }

  /** The type of a `.wrap` file, by the file's path. */
  typeOf(file: string): PredictedType | null {
    return this.type(path.basename(file, '.wrap'));
  }

  /**
   * The values of the variables that a `.wrap` file names, command by command. Null if the file makes no type. Takes as long
   * as evaluating the file.
   */
  trace(file: string): TracedValue[] | null {
    const record = this.recordOf(file);
    return record === undefined ? null : this.evaluation.trace(record);
  }

  /** What each command of a `.wrap` file generates, in the order of the text. Null if the file makes no type. */
  generatedBy(file: string): { range: Range; instantiations: PredictedInstantiation[] }[] | null {
    const record = this.recordOf(file);
    if (record === undefined) return null;
    const byPlace = new Map<string, { range: Range; instantiations: PredictedInstantiation[] }>();
    for (const instantiation of this.type(fromByteString(record.name))!.instantiations) {
      const range = instantiation.origin?.location.range;
      if (range === undefined) continue;
      const key = `${range.start.line}:${range.start.character}`;
      const group = byPlace.get(key) ?? { range, instantiations: [] };
      byPlace.set(key, group);
      group.instantiations.push(instantiation);
    }
    const place = ({ range: { start } }: { range: Range }): number => start.line * 1e4 + start.character;
    return [...byPlace.values()].sort((a, b) => place(a) - place(b));
  }

  /** The values of each loop of a `.wrap` file. Null if the file makes no type. */
  loopsOf(file: string): { range: Range; variable: string; values: string[] }[] | null {
    const loops = this.recordOf(file)?.loops;
    return loops?.map(({ range, variable, values }) => ({ range, variable, values: [...values] })) ?? null;
  }

  /** The entries of the cache at the end of the evaluation, by name. */
  cacheEntries(): Map<string, string> {
    const entries = [...this.evaluation.interpreter.state.cache.entries()];
    return new Map(entries.map(([name, { value }]) => [fromByteString(name), fromByteString(value)]));
  }

  /** The variables that a `.wrap` file sees at its beginning, by name. Empty if the file makes no type. */
  variablesBefore(file: string): Map<string, string> {
    const record = this.recordOf(file);
    if (record === undefined) return new Map();
    const scope = thawScopes(record.moment.state.scopes);
    const names = [...visibleNames(scope)];
    return new Map(names.map((name) => [fromByteString(name), fromByteString(lookUp(scope, name) ?? '')]));
  }

  /** The functions and macros before the first type, and where they are defined. */
  commands(): {
    name: string;
    kind: 'function' | 'macro';
    parameters: readonly string[];
    location: Location;
  }[] {
    const [first] = this.evaluation.types.values();
    return [...(first?.moment.state.definitions.entries() ?? [])]
      .map(([, definition]) => definition)
      .filter((definition) => typeof definition !== 'string')
      .map(({ name, type, formals, file, call }) => ({
        name: fromByteString(name),
        kind: type,
        parameters: formals.map(fromByteString),
        location: { file: fromByteString(file), range: call.range },
      }));
  }

  private recordOf(file: string): TypeRecord | undefined {
    const record = this.evaluation.types.get(toByteString(path.basename(file, '.wrap')));
    return record?.wrap === toByteString(file) ? record : undefined;
  }

  /**
   * Takes a new text of a file, or null for its contents on disk, and evaluates what depends on it. This takes milliseconds
   * for a `.wrap` file. Any other file evaluates everything, so do that in the background.
   */
  update(file: string, text: string | null): PredictionUpdate {
    this.disk.overlay(file, text);
    const name = path.basename(file, '.wrap');
    const script = toByteString(file);
    const record = this.evaluation.types.get(toByteString(name));
    const known = record?.wrap === script && this.disk.kind(file) === 'file';
    if (!known) return this.evaluateAll();
    const before = this.programs.load(script, true);
    const wasCutShort = isCutShort(record, this.programs);
    if (this.programs.load(script) === before)
      return { changed: [], removed: [], unsettled: this.behind !== null };
    this.evaluation.interpreter.renew(this.options.signal);
    const fresh = this.evaluation.rerun(record);
    const same = sameType(record, fresh) && isCutShort(fresh, this.programs) === wasCutShort;
    if (!same) this.useChecker = null;
    this.behind = this.behind === 'all' || this.definesCommands(record, fresh) ? 'all' : this.earlier(fresh);
    return { changed: same ? [] : [name], removed: [], unsettled: true };
  }

  /** Evaluates everything that may have seen the variables that edits changed, and returns what changed. */
  settle(): PredictionUpdate {
    const { behind } = this;
    if (behind === null) return { changed: [], removed: [], unsettled: false };
    if (behind === 'all') return this.evaluateAll();
    const before = new Map(this.evaluation.types);
    this.evaluation.interpreter.renew(this.options.signal);
    this.evaluation.rerun(behind, true);
    this.useChecker = null;
    this.behind = null;
    return difference(before, this.evaluation.types);
  }

  /**
   * Evaluates one `.wrap` file with its present text and then with another, and leaves the session as it was. Each evaluation
   * has a witness. Returns whether the difference ends with the file: both evaluations leave the same state behind, and
   * nothing else depends on the text. False if only evaluating everything can tell.
   */
  compareTexts(
    file: string,
    text: string,
    witnesses: { before: EvaluationWitness; after: () => EvaluationWitness },
  ): boolean {
    const record = this.recordOf(file);
    if (record === undefined || this.behind !== null || !this.evaluation.isIncludedOnce(record)) return false;
    const { evaluation, disk } = this;
    const present = disk.overlaid(file);
    const run = (witness: EvaluationWitness): StateSnapshot | null => {
      this.programs.load(record.wrap);
      evaluation.interpreter.renew(this.options.signal);
      witness.begin(evaluation.interpreter);
      return evaluation.rerunWatched(record, witness);
    };
    try {
      const first = run(witnesses.before);
      disk.overlay(file, text);
      const second = run(witnesses.after());
      return first !== null && second !== null && isSameState(first, second);
    } finally {
      disk.overlay(file, present);
      this.programs.load(record.wrap);
      evaluation.interpreter.renew(this.options.signal);
      evaluation.rerun(record);
    }
  }

  /** The text of a file as this session sees it. Null if it cannot be read. */
  textOf(file: string): string | null {
    return this.disk.read(file)?.toString('utf8') ?? null;
  }

  private earlier(record: TypeRecord): TypeRecord | 'all' {
    const { behind } = this;
    if (behind === null || behind === 'all' || behind.name === record.name) return record;
    if (behind.module !== record.module) return 'all';
    const order = this.evaluation.modules.get(record.module)?.types ?? [];
    return order.indexOf(behind.name) < order.indexOf(record.name) ? behind : record;
  }

  /** Functions and macros exist beyond their file. */
  private definesCommands(...records: TypeRecord[]): boolean {
    return records.some(({ definesCommands }) => definesCommands);
  }

  private evaluateAll(): PredictionUpdate {
    const before = this.evaluation.types;
    for (const script of [...this.programs.paths()]) this.programs.load(script);
    this.evaluation = this.evaluate();
    this.useChecker = null;
    this.behind = null;
    return difference(before, this.evaluation.types);
  }

  private evaluate(): WrappingEvaluation {
    const { input, disk, programs, options } = this;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const evaluation = new WrappingEvaluation({
      input,
      disk,
      programs,
      limits,
      signal: options.signal,
      onFile: options.onFile,
    });
    evaluation.run();
    return evaluation;
  }
}

function difference(
  before: ReadonlyMap<string, TypeRecord>,
  after: ReadonlyMap<string, TypeRecord>,
): PredictionUpdate {
  const changed: string[] = [];
  for (const [name, record] of after) {
    const old = before.get(name);
    if (old === undefined || !sameType(old, record)) changed.push(fromByteString(name));
  }
  const removed = [...before.keys()].filter((name) => !after.has(name)).map(fromByteString);
  return { changed, removed, unsettled: false };
}
