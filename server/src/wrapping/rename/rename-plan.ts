import * as l10n from '@vscode/l10n';
import type { Script } from '../../cmake/syntax/ast';
import { isBuiltin } from '../../cmake/syntax/builtins';
import { commandAt, contains, visitCommands } from '../../cmake/syntax/visit';
import type { Range } from '../../shared/text-range';
import { type FileFacts, type Occurrence } from '../index/script-facts';
import { isShared } from '../index/variable-kind';
import { composedNames } from './composed-names';
import { itkTrees, ownedByItk, treeOf } from './itk-trees';
import type { RenameDoubt, RenameRefusal } from './rename-claim';
import { Places, type RenamePlaces } from './rename-places';
import {
  placesInTemplate,
  readForRename,
  type Reading,
  type RenamedName,
  wordPattern,
} from './rename-reading';
import {
  badName,
  cacheWrite,
  isOfCMake,
  outside,
  refusal,
  whyNotRename,
  writeMissing,
} from './rename-refusals';
import type { SourceText } from './rename-sources';
import { parameterAt, type RenameScene, type RenameSymbol, symbolAt } from './rename-symbol';

/** A rename, as far as reading can tell. */
export interface RenamePlan extends RenamedName {
  /** Sets of places to try, best first. Never empty. */
  attempts: readonly RenamePlaces[];
  /** Doubts that only an evaluation can settle. Without an evaluation, each of them is a reason to refuse. */
  doubts: readonly RenameDoubt[];
}

export const isRefusal = (answer: RenamePlan | RenameRefusal): answer is RenameRefusal => 'message' in answer;

/** All places that a rename must change, or why it is not possible. Reads every source that may contain the name. */
export function planRename(
  scene: RenameScene,
  occurrence: Occurrence,
  newName: string,
): RenamePlan | RenameRefusal {
  const early = whyNotRename(scene, occurrence) ?? badName(occurrence, newName);
  if (early) return early;
  const symbol = symbolAt(scene, occurrence);
  const kind = occurrence.kind === 'command' ? 'command' : 'variable';
  const name: RenamedName = { kind, from: occurrence.name, to: newName };
  const planner = new Planner(scene, name, symbol);
  return planner.plan();
}

class Planner {
  private readonly ownFacts = new Map<string, FileFacts>();
  private readonly scripts = new Map<string, Script>();
  private readonly sources: readonly SourceText[];
  private readonly doubts: RenameDoubt[] = [];

  constructor(
    private readonly scene: RenameScene,
    private readonly name: RenamedName,
    private readonly symbol: RenameSymbol,
  ) {
    this.ownFacts.set(scene.file, scene.facts);
    this.scripts.set(scene.file, scene.script);
    const trees = itkTrees(scene.sources.map(({ file }) => file));
    const own = treeOf(trees, scene.file);
    this.sources = scene.sources.filter(({ file }) => {
      const tree = treeOf(trees, file);
      return tree === own || tree === null || own === null;
    });
  }

  plan(): RenamePlan | RenameRefusal {
    const { scene, symbol, name } = this;
    const taken = this.taken();
    if (taken) return taken;
    const narrow = new Places();
    const wide = new Places();
    const passed = new Places();
    if (symbol.scope !== 'all') {
      narrow.add(scene.file, symbol.narrow);
      wide.add(scene.file, symbol.widest);
      if (symbol.scope === 'file' && name.kind === 'variable') this.readInOtherScopes();
    }
    const written: [string, readonly Occurrence[]][] = [];
    for (const source of this.sources) {
      if (source.kind === 'template') continue;
      if (symbol.scope === 'file' && source.file !== scene.file) {
        const kept = this.readElsewhere(source);
        if (kept) return kept;
      }
      if (!this.mayConcern(source)) continue;
      const { file } = source;
      const facts = this.factsIn(source);
      if (symbol.scope === 'all') {
        const places = facts.occurrences.filter((one) => one.kind === name.kind && one.name === name.from);
        const meant = places.filter((one) => parameterAt(facts, one) === null);
        const cached =
          meant.length > 0 ? cacheWrite(file, this.scripts.get(file)!, name.from, name.kind) : null;
        if (cached) return cached;
        written.push([file, meant]);
        narrow.add(file, meant);
      }
      // The names that a module of CMake composes are based on names of packages.
      if (source.kind === 'module') continue;
      const reading = this.read(source, facts);
      this.doubts.push(...reading.doubts);
      if (symbol.scope !== 'all' && file !== scene.file) continue;
      narrow.add(file, reading.filled.map(asPlace));
      passed.add(file, reading.passed.map(asPlace));
    }
    if (symbol.scope === 'all') {
      const missing = writeMissing(name.kind, name.from, [], written);
      if (missing) return missing;
      const owned = ownedByItk(
        written.flatMap(([file, places]) => places.map((occurrence) => ({ file, occurrence }))),
        scene.file,
        itkTrees(this.sources.map(({ file }) => file)),
        name.kind,
        name.from,
      );
      if (owned) return owned;
    } else wide.addAll(narrow);
    const { certain, possible } = this.inTemplates();
    const attempts = this.attempts(narrow, wide, passed, certain, possible);
    for (const attempt of attempts)
      for (const [file, [first]] of attempt)
        if (first && !scene.isEditable(file)) return outside(name.from, { file, range: first });
    return { ...name, attempts, doubts: this.doubts };
  }

  /** Sets of places. Those that follow the convention come first: other macros do not mean the local names of a macro. */
  private attempts(
    narrow: Places,
    wide: Places,
    passed: Places,
    certain: Places,
    possible: Places,
  ): RenamePlaces[] {
    const { scope } = this.symbol;
    const bases = scope === 'file' ? [narrow, wide] : [narrow];
    const candidates = bases.flatMap((base) => {
      const withPassed = passed.size > 0 ? [base.with(passed), base] : [base];
      if (scope === 'all') return withPassed.flatMap((one) => variants(one.with(certain), possible));
      return withPassed.flatMap((one) => [one, ...(certain.size > 0 ? [one.with(certain)] : [])]);
    });
    const seen = new Set<string>();
    return candidates
      .map((places) => places.sorted())
      .filter((places) => {
        const key = JSON.stringify([...places]);
        return !seen.has(key) && seen.add(key);
      })
      .slice(0, MAX_ATTEMPTS);
  }

  /** The refusal if the new name is already in use. */
  private taken(): RenameRefusal | null {
    const { name, symbol, scene } = this;
    const { kind, to } = name;
    if (kind === 'command' && isBuiltin(to)) return refusal(l10n.t('{0}() is a command of CMake.', to));
    if (kind === 'variable' && isOfCMake(to)) return refusal(l10n.t('{0} belongs to CMake.', to));
    if (kind === 'variable' && scene.cache?.entries.has(to))
      return refusal(l10n.t('{0} is already an entry of {1}.', to, scene.cache.file));
    const everywhere = kind === 'command' || symbol.scope === 'all' || isShared(to);
    const pattern = wordPattern(to, kind);
    for (const source of this.sources) {
      if (!everywhere && source.file !== scene.file) continue;
      pattern.lastIndex = 0;
      if (!pattern.test(source.text)) continue;
      if (source.kind === 'template') {
        const [range] = kind === 'variable' ? placesInTemplate(source.text, to).certain : [];
        if (range)
          return { message: l10n.t('{0} is already used.', to), location: { file: source.file, range } };
        continue;
      }
      const wanted = kind === 'command' ? to.toLowerCase() : to;
      const found = this.factsIn(source).occurrences.find(
        (one) =>
          one.name === wanted &&
          (kind === 'command'
            ? one.kind === 'command'
            : one.kind === 'variable' || one.kind === 'parameter') &&
          (symbol.within === null || source.file !== scene.file || contains(symbol.within, one.range.start)),
      );
      if (found)
        return {
          message: l10n.t('{0} is already used.', to),
          location: { file: source.file, range: found.range },
        };
    }
    return null;
  }

  /** Whether a script contains the name, or composes a name that may be it. */
  private mayConcern({ file, text, kind }: SourceText): boolean {
    const { scene, symbol, name } = this;
    if (kind === 'module') return symbol.scope === 'all' && wordPattern(name.from, name.kind).test(text);
    const isOwn = file === scene.file;
    if (symbol.isText) return isOwn;
    if (isOwn) return true;
    if (symbol.scope === 'definition' && !isOwn) return false;
    if (symbol.scope === 'all' && wordPattern(name.from, name.kind).test(text)) return true;
    return composedNames(text).some(
      ({ fixed, matches }) =>
        fixed.length >= 3 && (matches(name.from) || matches(name.to)) && text.includes(fixed.slice(0, 1)),
    );
  }

  private read(source: SourceText, facts: FileFacts): Reading {
    const { scene, symbol, name } = this;
    if (symbol.isText) return { filled: [], passed: [], doubts: [] };
    const { file, text } = source;
    const isDefined = (command: string): boolean =>
      scene.index.definitionsOf(command).length > 0 ||
      facts.definitions.some((one) => one.name.toLowerCase() === command);
    const isOwn = file === scene.file;
    const reading = readForRename(name, file, text, this.scripts.get(file)!, facts, isOwn, isDefined);
    if (symbol.scope === 'all' || (isOwn && symbol.within === null)) return reading;
    const { within } = symbol;
    if (isOwn && within !== null) {
      const inside = (range: Range): boolean => contains(within, range.start);
      return {
        filled: reading.filled.filter(inside),
        passed: reading.passed.filter(inside),
        doubts: reading.doubts.filter(({ location }) => inside(location.range)),
      };
    }
    // In other files, only a composed name can mean a local name.
    return {
      filled: [],
      passed: [],
      doubts: reading.doubts.filter(({ isComposed }) => isComposed),
    };
  }

  /** A file that reads a variable without setting it may get it from here, whatever the convention says. */
  private readElsewhere(source: SourceText): RenameRefusal | null {
    const { name, symbol, scene } = this;
    if (source.kind !== 'script' || name.kind === 'command' || symbol.isText) return null;
    if (!wordPattern(name.from, 'variable').test(source.text)) return null;
    const known = scene.index.factsOf(source.file);
    const named = (known ?? this.factsIn(source)).occurrences.filter((one) => one.name === name.from);
    const sets = named.some(
      ({ kind, role }) => kind === 'parameter' || (kind === 'variable' && role === 'write'),
    );
    if (sets) {
      if (!/\bCACHE\b|\boption\b/i.test(source.text)) return null;
      this.factsIn(source);
      return cacheWrite(source.file, this.scripts.get(source.file)!, name.from, 'variable');
    }
    const read = named.find(({ kind }) => kind === 'variable');
    if (!read) return null;
    this.factsIn(source);
    this.doubtRead(source.file, read);
    return null;
  }

  private doubtRead(file: string, { range }: Occurrence): void {
    const command = commandAt(this.scripts.get(file)!.statements, range.start);
    this.doubts.push({
      message: l10n.t(
        '{0} is read here but not set, and the evaluation of the build does not reach this place.',
        this.name.from,
      ),
      location: { file, range: command?.range ?? range },
      settledBy: 'run',
    });
  }

  /** Functions and macros of the same file that read the variable without setting it get it from their caller. */
  private readInOtherScopes(): void {
    const { symbol, scene } = this;
    const others = symbol.widest.filter((one) => !symbol.narrow.includes(one));
    for (const read of others) {
      const sets = others.some(({ role, definition }) => role === 'write' && definition === read.definition);
      if (read.role === 'read' && !sets) this.doubtRead(scene.file, read);
    }
  }

  private inTemplates(): { certain: Places; possible: Places } {
    const certain = new Places();
    const possible = new Places();
    const { name, symbol, scene } = this;
    if (name.kind === 'command' || symbol.isText) return { certain, possible };
    for (const { kind, file, text } of this.sources) {
      if (kind !== 'template' || !text.includes(name.from)) continue;
      const places = placesInTemplate(text, name.from);
      certain.add(file, places.certain.map(asPlace));
      possible.add(file, places.possible.map(asPlace));
      const [first] = [...places.certain, ...places.possible];
      const configures = symbol.scope === 'all' || fillsTemplates(scene.script);
      if (first && configures)
        this.doubts.push({
          message: l10n.t(
            'This template names {0}, and the evaluation of the build does not fill it in.',
            name.from,
          ),
          location: { file, range: first },
          settledBy: 'filled',
        });
    }
    return { certain, possible };
  }

  private factsIn({ file, text }: SourceText): FileFacts {
    let facts = this.ownFacts.get(file);
    if (facts === undefined) {
      const script = this.scene.parse(text);
      this.scripts.set(file, script);
      facts = this.scene.index.read(file, script);
      this.ownFacts.set(file, facts);
    }
    return facts;
  }
}

const MAX_ATTEMPTS = 4;

const variants = (base: Places, possible: Places): Places[] =>
  possible.size > 0 ? [base.with(possible), base] : [base];

const asPlace = (range: Range): { range: Range } => ({ range });

function fillsTemplates(script: Script): boolean {
  for (const { command } of visitCommands(script.statements)) {
    const id = command.name.toLowerCase();
    if (id === 'configure_file') return true;
    if ((id === 'file' || id === 'string') && command.args[0]?.text === 'CONFIGURE') return true;
  }
  return false;
}
