import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { SampleCopy } from '../../../support/sample';

/*
 * What a clean build of the sample makes, without any code of this project: the commands are those that ninja lists, and castxml,
 * igenerator and SWIG run directly. A result is kept under a digest of the command and of every file that could matter to it. Which
 * ones these are is decided by reading, and generously: all files of the sources and the build whose base name a file includes, at
 * any depth, whether or not the line is active. So a state of the sources that comes back costs nothing, and `fromNothing` can
 * check now and then that nothing was overlooked.
 */

/** Outputs by their paths in the folder `Wrapping` of the build, with tokens for the trees. */
export type Outputs = ReadonlyMap<string, string>;

/** The folders of all outputs up to SWIG's. */
const FOLDERS = [
  'castxml_inputs',
  'Typedefs',
  'Generators/Python/itk-pkl',
  'Generators/Python/itk',
  'Generators/Python/itk/Configuration',
  'Modules/ITKCommon',
  'Modules/ITKImageIntensity',
  'Modules/ITKThresholding',
];
const MADE =
  /\.(?:xml|i|idx|index\.txt|pkl|stamp|cpp)$|SwigInterface\.h$|Python\.py$|_snake_case\.py$|Config\.py$/;
/** The modules' own interface files are SWIG's work for the libraries alone, and the build does not go that far. */
const FOR_LIBRARIES = /(?:^|\/)(?:ITKCommon|ITKImageIntensity|ITKThresholding)Python\.(?:cpp|py)$/;
/** What CMake writes. */
export const CONFIGURED =
  /Config\.py$|_ext\.i$|^Typedefs\/(?:ITK(?:Common|ImageIntensity|Thresholding)|pyBase)\.i$/;

/** The files that a build has. */
export function outputsOf(sample: SampleCopy): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of FOLDERS)
    for (const name of fs.readdirSync(path.join(sample.build, 'Wrapping', folder))) {
      const file = path.join(sample.build, 'Wrapping', folder, name);
      if (!MADE.test(name) || FOR_LIBRARIES.test(name) || !fs.statSync(file).isFile()) continue;
      found.set(`${folder}/${name}`, read(sample, file));
    }
  return found;
}

/** A command of the build, and what it makes. */
interface Command {
  kind: 'castxml' | 'igenerator' | 'swig';
  line: string;
  /** The type, or the module of igenerator. */
  name: string;
}

export class BuildReference {
  readonly #memo = new Map<string, Outputs>();
  #configured = '';
  #commands: readonly Command[] = [];
  /** How many commands ran, and how many results were known. */
  readonly counts = { ran: 0, known: 0, configured: 0 };

  /** `configuration` are the files that CMake reads, relative to the sources. */
  constructor(
    private readonly sample: SampleCopy,
    private readonly configuration: readonly string[],
  ) {}

  /** All outputs for the current state of the sources and of CMakeCache.txt. */
  outputs(): Outputs {
    this.#configure();
    const made = new Map<string, string>();
    for (const kind of ['castxml', 'igenerator', 'swig'] as const)
      for (const command of this.#commands.filter((one) => one.kind === kind)) {
        const result = this.#result(command);
        for (const [name, text] of result) {
          made.set(name, text);
          this.#write(name, text);
        }
      }
    for (const [name, text] of outputsOf(this.sample)) if (CONFIGURED.test(name)) made.set(name, text);
    return made;
  }

  /** The same from nothing, by ninja. */
  fromNothing(): Outputs {
    this.#configure();
    for (const name of outputsOf(this.sample).keys())
      if (!CONFIGURED.test(name)) fs.rmSync(path.join(this.#wrapping, name));
    const targets = this.#commands
      .filter(({ kind }) => kind === 'swig')
      .map(({ line }) => path.relative(this.sample.build, / -o (\S+)/.exec(line)?.[1] ?? ''));
    const { status, stdout } = spawnSync('ninja', ['-C', this.sample.build, ...targets], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
    return outputsOf(this.sample);
  }

  get #wrapping(): string {
    return path.join(this.sample.build, 'Wrapping');
  }

  /** Runs CMake if anything that it reads has changed since the last time, as ninja would. */
  #configure(): void {
    const { build, source } = this.sample;
    const cache = fs.readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8');
    const state = digest([
      cache.replace(/^#.*$/gm, ''),
      ...this.configuration.map((name) => textOr(path.join(source, name), '')),
    ]);
    if (state === this.#configured) return;
    const { status, stderr } = spawnSync('cmake', [build], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    this.counts.configured++;
    this.#configured = digest([
      fs.readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8').replace(/^#.*$/gm, ''),
      ...this.configuration.map((name) => textOr(path.join(source, name), '')),
    ]);
    const { stdout } = spawnSync('ninja', ['-C', build, '-t', 'compdb'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const edges = JSON.parse(stdout.slice(stdout.indexOf('['))) as { command: string; output: string }[];
    this.#commands = edges.flatMap(({ command: line, output }): Command[] => {
      const name = path.basename(output);
      if (line.includes('--castxml-start')) return [{ kind: 'castxml', line, name: path.parse(name).name }];
      if (line.includes('/igenerator.py '))
        return [{ kind: 'igenerator', line, name: /--mdx \S*\/(\w+)\.mdx/.exec(line)?.[1] ?? '' }];
      if (!/swig \S*.*-c\+\+ -python/.test(line) || FOR_LIBRARIES.test(name)) return [];
      return [{ kind: 'swig', line, name: name.slice(0, -'Python.cpp'.length) }];
    });
    assert.ok(this.#commands.length > 40, String(this.#commands.length));
  }

  #result(command: Command): Outputs {
    const key = digest([
      plain(this.sample, command.line),
      ...this.#inputs(command).flatMap((file) => [plain(this.sample, file), read(this.sample, file)]),
    ]);
    const known = this.#memo.get(key);
    this.counts[known ? 'known' : 'ran']++;
    if (known) return known;
    for (const name of this.#outputNames(command)) fs.rmSync(path.join(this.#wrapping, name));
    const { status, stderr, stdout } = spawnSync('/bin/sh', ['-c', command.line], { encoding: 'utf8' });
    assert.equal(status, 0, `${command.line}\n${stdout}${stderr}`);
    const made = new Map(
      this.#outputNames(command).map((name) => [name, read(this.sample, path.join(this.#wrapping, name))]),
    );
    assert.ok(made.size > 0);
    this.#memo.set(key, made);
    return made;
  }

  #inputs({ kind, name }: Command): string[] {
    const { source } = this.sample;
    const at = (folder: string): string => path.join(this.#wrapping, folder);
    if (kind === 'castxml') {
      const own = ['.cxx', '.castxml.inc'].map((end) => at(`castxml_inputs/${name}${end}`));
      const includes = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm;
      return closure(own, filesUnder(path.join(source, 'Modules'), /\.h$/), includes);
    }
    if (kind === 'swig') {
      const folders = [at('Typedefs'), path.join(source, 'Wrapping/Generators')];
      const files = folders.flatMap((folder) => filesUnder(folder, /\.(?:i|swg)$/));
      // SWIG's own library names files that it searches in these folders first.
      const first = files.filter((file) => path.dirname(file) === path.join(source, 'Wrapping/Generators'));
      return closure([at(`Typedefs/${name}.i`), ...first], files, /^\s*%\w+.*?([\w./+-]+\.(?:i|swg))\b/gm);
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

  #isBefore(type: string, module: string): boolean {
    const modules = this.#commands.filter(({ kind }) => kind === 'igenerator').map((one) => one.name);
    return modules.slice(0, modules.indexOf(module)).some((other) => this.#typesOf(other).includes(type));
  }

  #outputNames({ kind, name }: Command): string[] {
    if (kind === 'castxml')
      return [`castxml_inputs/${name}.xml`].filter((file) => fs.existsSync(path.join(this.#wrapping, file)));
    const types = new Set(kind === 'swig' ? [] : this.#typesOf(name));
    const isOwn = (file: string): boolean => {
      const base = path.basename(file);
      if (kind === 'swig') return base === `${name}Python.cpp` || base === `${name}Python.py`;
      const [, type = ''] =
        /^(.+?)(?:\.i|\.idx|SwigInterface\.h|\.index\.txt)$/.exec(base) ?? /([^.]+)\.pkl$/.exec(base) ?? [];
      return base === `${name}_snake_case.py` || base === `${name}.pkl.stamp` || types.has(type);
    };
    return [...outputsOf(this.sample).keys()].filter(isOwn);
  }

  #write(name: string, text: string): void {
    const file = path.join(this.#wrapping, name);
    const { build, source } = this.sample;
    const bytes = Buffer.from(text.replaceAll('<build>', build).replaceAll('<source>', source), 'latin1');
    if (!fs.existsSync(file) || !fs.readFileSync(file).equals(bytes)) fs.writeFileSync(file, bytes);
  }
}

/** Files and all files whose base name one of them names, at any depth. */
function closure(first: readonly string[], among: readonly string[], names: RegExp): string[] {
  const byName = new Map<string, string[]>();
  for (const file of among)
    byName.set(path.basename(file), [...(byName.get(path.basename(file)) ?? []), file]);
  const found = new Set<string>();
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, name = ''] of textOr(file, '').matchAll(names))
      for (const next of byName.get(path.basename(name)) ?? []) add(next);
  };
  first.forEach(add);
  return [...found].sort();
}

function filesUnder(folder: string, name: RegExp): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file) && !file.includes('.tmp/'))
    .map((file) => path.join(folder, file))
    .sort();
}

const plain = ({ build, source }: SampleCopy, text: string): string =>
  text.replaceAll(build, '<build>').replaceAll(source, '<source>');

const read = (sample: SampleCopy, file: string): string => plain(sample, textOr(file, '<missing>'));

function textOr(file: string, otherwise: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return otherwise;
  }
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
