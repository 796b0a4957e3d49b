import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { digest, KnownFiles, textOr } from './known-files';
import type { Compared, Copy, Project } from './project';

/*
 * What a clean build of a project makes, without any code of this project: the commands are those that ninja lists, and castxml,
 * igenerator and SWIG run directly. A result is kept under a digest of the command and of every file that could matter to it. Which
 * ones these are is decided by reading, and generously: all files of the sources and the build whose base name a file includes, at
 * any depth, whether or not the line is active. So a state of the sources that comes back costs nothing, and `fromNothing` can
 * check now and then that nothing was overlooked.
 */

/** Digests of outputs, by their paths in the folder `Wrapping` of the build. Their texts have tokens for the trees. */
export type Outputs = ReadonlyMap<string, string>;

/** An output of a command. */
interface Made {
  /** With tokens for the trees. */
  text: string;
  digest: string;
}

const MADE =
  /\.(?:xml|i|idx|index\.txt|pkl|stamp|cpp)$|SwigInterface\.h$|Python\.py$|_snake_case\.py$|Config\.py$/;
/** Which of these each kind of command makes. */
const MADE_BY = {
  castxml: /\.xml$/,
  igenerator: /\.(?:i|idx|index\.txt|pkl|stamp)$|SwigInterface\.h$|_snake_case\.py$/,
  swig: /Python\.(?:cpp|py)$/,
};
const OWNER =
  /^(?:.+\.)?(\w+?)(?:(?:SwigInterface\.h|_ext\.i|_snake_case\.py|Config\.py|Python\.(?:cpp|py))|\.(?:xml|i|idx|index\.txt|pkl|pkl\.stamp))$/;

/** The type or module that a file belongs to. */
const ownerOf = (file: string): string => OWNER.exec(path.basename(file))?.[1] ?? '';

/** The files that a build has. */
export const outputsOf = (copy: Copy, compared: Compared, files: KnownFiles): Map<string, string> =>
  new Map(
    namesOf(copy, compared).map((name) => [name, files.digest(path.join(copy.build, 'Wrapping', name))]),
  );

/** Their names. */
export const namesOf = ({ build }: Copy, { folders, covered, forLibraries }: Compared): string[] =>
  folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(build, 'Wrapping', folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && MADE.test(entry.name))
      .filter(({ name }) => !forLibraries.test(name) && covered.test(ownerOf(name)))
      .map(({ name }) => `${folder}/${name}`),
  );

/** A command of the build, and what it makes. */
interface Command {
  kind: 'castxml' | 'igenerator' | 'swig';
  line: string;
  /** The type, or the module of igenerator. */
  name: string;
}

const HEADER = /\.(?:h|hxx|txx|hpp|inl|inc)$/;
const INCLUDED = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm;
const INCLUDED_BY_SWIG = /^\s*%\w+.*?([\w./+-]+\.(?:i|swg))\b/gm;

export class BuildReference {
  readonly #memo = new Map<string, ReadonlyMap<string, Made>>();
  readonly #files: KnownFiles;
  /** The edited files that CMake reads, relative to the sources. */
  readonly #configuration: readonly string[];
  #configured = '';
  #commands: readonly Command[] = [];
  /** How many commands ran, and how many results were known. */
  readonly counts = { ran: 0, known: 0, configured: 0 };

  constructor(
    private readonly copy: Copy,
    private readonly project: Project,
  ) {
    this.#files = filesOf(copy);
    this.#configuration = project.edited
      .filter(({ file, configures }) => configures && !file.startsWith('build/'))
      .map(({ file }) => file);
  }

  /** All outputs for the current state of the sources and of CMakeCache.txt. */
  async outputs(): Promise<Outputs> {
    this.#configure();
    const made = new Map<string, string>();
    for (const batch of this.#batches())
      for (const result of await Promise.all(batch.map((command) => this.#result(command))))
        for (const [name, one] of result) {
          made.set(name, one.digest);
          this.#write(name, one);
        }
    for (const name of this.#names())
      if (this.project.configured.test(name))
        made.set(name, this.#files.digest(path.join(this.#wrapping, name)));
    return made;
  }

  /** The same from nothing, by ninja. */
  fromNothing(): Outputs {
    this.#configure();
    for (const name of this.#names())
      if (!this.project.configured.test(name)) fs.rmSync(path.join(this.#wrapping, name));
    const targets = this.#commands
      .filter(({ kind }) => kind === 'swig')
      .map(({ line }) => path.relative(this.copy.build, / -o (\S+)/.exec(line)?.[1] ?? ''));
    const { status, stdout } = spawnSync('ninja', ['-C', this.copy.build, ...targets], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    assert.equal(status, 0, stdout);
    return outputsOf(this.copy, this.project, this.#files);
  }

  /** Commands that may run at the same time, in the order in which they must run. igenerator reads what it made for other modules. */
  *#batches(): Generator<readonly Command[]> {
    for (const kind of ['castxml', 'igenerator', 'swig'] as const) {
      const commands = this.#commands.filter((one) => one.kind === kind);
      const size = kind === 'igenerator' ? 1 : os.availableParallelism();
      for (let at = 0; at < commands.length; at += size) yield commands.slice(at, at + size);
    }
  }

  #names = (): string[] => namesOf(this.copy, this.project);

  get #wrapping(): string {
    return path.join(this.copy.build, 'Wrapping');
  }

  /** Runs CMake if anything that it reads has changed since the last time, as ninja would. */
  #configure(): void {
    const { build, source } = this.copy;
    const state = (): string =>
      digest(
        JSON.stringify([
          fs.readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8').replace(/^#.*$/gm, ''),
          ...this.#configuration.map((name) => textOr(path.join(source, name), '')),
        ]),
      );
    if (state() === this.#configured) return;
    const { status, stderr } = spawnSync('cmake', [build], { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(status, 0, stderr);
    this.counts.configured++;
    this.#configured = state();
    const { stdout } = spawnSync('ninja', ['-C', build, '-t', 'compdb'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const edges = JSON.parse(stdout.slice(stdout.indexOf('['))) as { command: string; output: string }[];
    const commands = edges.flatMap(({ command: line, output }): Command[] => {
      const name = path.basename(output);
      if (line.includes('--castxml-start')) return [{ kind: 'castxml', line, name: path.parse(name).name }];
      if (line.includes('/igenerator.py '))
        return [{ kind: 'igenerator', line, name: /--mdx \S*\/(\w+)\.mdx/.exec(line)?.[1] ?? '' }];
      if (!/swig \S*.*-c\+\+ -python/.test(line) || this.project.forLibraries.test(name)) return [];
      return [{ kind: 'swig', line, name: name.slice(0, -'Python.cpp'.length) }];
    });
    this.#commands = commands.filter(({ name }) => this.project.covered.test(name));
    assert.ok(this.#commands.length >= this.project.least.commands, String(this.#commands.length));
  }

  async #result(command: Command): Promise<ReadonlyMap<string, Made>> {
    const inputs = this.#inputs(command).map((file) => [plain(this.copy, file), this.#files.digest(file)]);
    const key = digest(JSON.stringify([plain(this.copy, command.line), inputs]));
    const known = this.#memo.get(key);
    this.counts[known ? 'known' : 'ran']++;
    if (known) return known;
    for (const name of this.#outputNames(command)) fs.rmSync(path.join(this.#wrapping, name));
    await promisify(execFile)('/bin/sh', ['-c', command.line], { maxBuffer: 1 << 28 });
    const made = new Map(
      this.#outputNames(command).map((name) => {
        const text = plain(this.copy, textOr(path.join(this.#wrapping, name), ''));
        return [name, { text, digest: digest(text) }];
      }),
    );
    assert.ok(made.size > 0);
    this.#memo.set(key, made);
    return made;
  }

  #inputs({ kind, name }: Command): string[] {
    const { source, build } = this.copy;
    const at = (folder: string): string => path.join(this.#wrapping, folder);
    if (kind === 'castxml') {
      const own = ['.cxx', '.castxml.inc'].map((end) => at(`castxml_inputs/${name}${end}`));
      const headers = [source, build].flatMap((tree) => filesUnder(path.join(tree, 'Modules'), HEADER));
      return this.#files.closure(own, headers, INCLUDED);
    }
    if (kind === 'swig') {
      const folders = [at('Typedefs'), path.join(source, 'Wrapping/Generators')];
      const files = folders.flatMap((folder) => filesUnder(folder, /\.(?:i|swg)$/));
      // SWIG's own library names files that it searches in these folders first.
      const first = files.filter((file) => path.dirname(file) === path.join(source, 'Wrapping/Generators'));
      return this.#files.closure([at(`Typedefs/${name}.i`), ...first], files, INCLUDED_BY_SWIG);
    }
    const types = this.#typesOf(name);
    const own = types.flatMap((type) =>
      ['.xml', 'SwigInterface.h.in'].map((end) => at(`castxml_inputs/${type}${end}`)),
    );
    const others = filesUnder(at('Typedefs'), /\.(?:idx|mdx)$/).filter(
      (file) => file.endsWith('.mdx') || this.#isBefore(path.parse(file).name, name),
    );
    return [path.join(source, 'Wrapping/Generators/SwigInterface/igenerator.py'), ...own, ...others];
  }

  /** The types that a module lists. */
  #typesOf(module: string): string[] {
    const text = fs.readFileSync(path.join(this.#wrapping, `Typedefs/${module}.mdx`), 'utf8');
    return text.split('\n').flatMap((line) => /^(\S+)\.idx$/.exec(line)?.[1] ?? []);
  }

  /** Whether a type is of a module whose igenerator runs before that of `module`, as those do that are not in the project. */
  #isBefore(type: string, module: string): boolean {
    const modules = this.#commands.filter(({ kind }) => kind === 'igenerator').map((one) => one.name);
    return !modules.slice(modules.indexOf(module)).some((other) => this.#typesOf(other).includes(type));
  }

  #outputNames({ kind, name }: Command): string[] {
    const owners = new Set([name, ...(kind === 'igenerator' ? this.#typesOf(name) : [])]);
    return this.#names().filter(
      (file) => MADE_BY[kind].test(file) && owners.has(ownerOf(file)) && !this.project.configured.test(file),
    );
  }

  #write(name: string, { text, digest: wanted }: Made): void {
    const file = path.join(this.#wrapping, name);
    if (this.#files.digest(file) === wanted) return;
    const { build, source } = this.copy;
    fs.writeFileSync(file, text.replaceAll('<build>', build).replaceAll('<source>', source), 'latin1');
  }
}

function filesUnder(folder: string, name: RegExp): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file) && !file.includes('.tmp/'))
    .map((file) => path.join(folder, file))
    .sort();
}

const plain = ({ build, source }: Copy, text: string): string =>
  text.replaceAll(build, '<build>').replaceAll(source, '<source>');

/** What the files of a copy say, with tokens for its trees. */
export const filesOf = (copy: Copy): KnownFiles => new KnownFiles((text) => plain(copy, text));
