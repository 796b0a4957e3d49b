import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encodePath, encodeText } from '../../../server/src/cache/inputs/path-bytes';
import { openCache } from '../../../server/src/cache/cache';
import { removeFolder } from '../../support/temp-dir';
import { StoreRoot } from '../../../server/src/cache/storage/store-root';
import type { Cache, CacheOptions, Invocation, RunResult, StagedHit } from '../../../server/src/cache/api';
import { DoubleRunner, runDouble } from './double';

/** A source tree, a build tree and a store in a temporary folder, with the double of castxml. */
export class Fixture {
  readonly dir: string;
  readonly store: string;
  readonly runner = new DoubleRunner();
  readonly warnings: string[] = [];
  environment: NodeJS.ProcessEnv = { PATH: process.env.PATH };
  /** Whether hits come from one cache that stays open, as in the resident server. */
  resident = false;
  #kept: { cache: Cache; environment: NodeJS.ProcessEnv } | null = null;

  /** @param below name of a folder for everything, in which bytes that are not UTF-8 are represented as in `decodePath` */
  constructor(
    readonly options: Partial<CacheOptions> = {},
    below = '',
  ) {
    this.dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-cache-test-')), below);
    fs.mkdirSync(encodePath(this.dir), { recursive: true });
    // The store stays outside, because the environment cannot name a store whose own name is not UTF-8.
    this.store = path.join(below === '' ? this.dir : path.dirname(this.dir), 'store');
    this.write('bin/castxml', '#!/bin/false\nthe double\n');
    this.write('bin/c++', 'compiler 12\n');
    this.tree('one');
  }

  /** The store, for inspection. */
  get root(): StoreRoot {
    return new StoreRoot(this.store);
  }

  path(name: string): string {
    return path.join(this.dir, name);
  }

  write(name: string, content: string | Buffer): string {
    const file = this.path(name);
    fs.mkdirSync(encodePath(path.dirname(file)), { recursive: true });
    fs.writeFileSync(encodePath(file), typeof content === 'string' ? encodeText(content) : content);
    return file;
  }

  read(name: string): Buffer {
    return fs.readFileSync(encodePath(this.path(name)));
  }

  remove(name: string): void {
    fs.rmSync(encodePath(this.path(name)), { recursive: true, force: true });
  }

  /** Creates `<name>/src` and `<name>/build`, like a checkout with its build directory. */
  tree(name: string): void {
    this.write(`${name}/src/first/common.h`, '#include "sub/deep.h"\nint common = 1;\n');
    this.write(`${name}/src/second/sub/deep.h`, 'int deep = 2;\nconst char * where = __FILE__;\n');
    this.write(`${name}/src/second/version.h`, 'int version = __VERSION__;\n');
    this.buildTree(name, `${name}/build`);
  }

  /** Creates another build directory for a source tree. */
  buildTree(name: string, build: string): void {
    this.write(`${build}/CMakeCache.txt`, `CMAKE_HOME_DIRECTORY:INTERNAL=${this.path(name)}/src\n`);
    this.write(`${build}/in/T.cxx`, '#include "common.h"\n#include <version.h>\nint t = 0;\n');
    const directories = ['first', 'second'].map((directory) =>
      quotedFlag(`-I${this.path(name)}/src/${directory}`),
    );
    this.write(`${build}/in/T.castxml.inc`, `${directories.join('')}\n-DITK_WRAPPING_PARSER\n`);
  }

  invocation(build = 'one/build', ...more: string[]): Invocation {
    const folder = this.path(`${build}/in`);
    const compiler = ['--castxml-cc-gnu', '(', this.path('bin/c++'), '-std=c++17', ')'];
    const args = [
      '-o',
      `${folder}/T.xml`,
      '--castxml-output=1',
      '--castxml-start',
      '_wrapping_',
      ...compiler,
    ];
    return {
      castxml: this.path('bin/castxml'),
      args: [...args, '-w', '-c', ...more, `@${folder}/T.castxml.inc`, `${folder}/T.cxx`],
      cwd: this.dir,
    };
  }

  /** The run of another type, U, of which the sources are those of T. */
  otherType(build = 'one/build', ...more: string[]): Invocation {
    for (const end of ['cxx', 'castxml.inc'])
      this.write(`${build}/in/U.${end}`, this.read(`${build}/in/T.${end}`));
    const { args, ...rest } = this.invocation(build, ...more);
    return { ...rest, args: args.map((one) => one.replace(/\/T\.(cxx|xml|castxml\.inc)$/, '/U.$1')) };
  }

  /** Opens a new cache, like a new process. */
  open(options: Partial<CacheOptions> = {}): Cache {
    return openCache({
      roots: [this.store],
      format: 'gzip',
      maxBytes: 2 ** 30,
      runProcess: this.runner.run,
      environment: this.environment,
      warn: (message) => this.warnings.push(message),
      ...this.options,
      ...options,
    });
  }

  /** Runs in a new cache, or restores a hit as the resident server and its client do. */
  async hitOrRun(invocation: Invocation, options: Partial<CacheOptions> = {}): Promise<RunResult> {
    const hit = this.resident ? await this.#keptCache().stageHit(invocation) : null;
    if (!hit) return this.open(options).run(invocation);
    renameStaged(hit);
    hit.count();
    const nothing = Buffer.alloc(0);
    return { outcome: hit.outcome, exitCode: 0, stdout: nothing, stderr: nothing, secondsSaved: 0 };
  }

  /** The server has a cache for each environment. */
  #keptCache(): Cache {
    const { environment } = this;
    if (this.#kept?.environment !== environment) this.#kept = { cache: this.open(), environment };
    return this.#kept.cache;
  }

  /** The XML that castxml itself would write, without any cache. */
  fresh(invocation: Invocation): Buffer {
    const output = this.path('fresh.xml');
    const args = invocation.args.map((argument, i) => (invocation.args[i - 1] === '-o' ? output : argument));
    const { code, stderr } = runDouble(args, invocation.cwd, this.environment);
    assert.equal(code, 0, stderr);
    return fs.readFileSync(encodePath(output));
  }

  /**
   * Runs in a new cache, and checks that the XML is the same as castxml's own. Returns the outcome and the runs of castxml.
   */
  async run(
    invocation = this.invocation(),
    options: Partial<CacheOptions> = {},
  ): Promise<RunResult & { runs: string }> {
    this.runner.runs = [];
    const result = await this.hitOrRun(invocation, options);
    const output = invocation.args[invocation.args.indexOf('-o') + 1] ?? '';
    assert.equal(result.exitCode, 0, result.stderr.toString());
    const expected = this.fresh(invocation);
    const actual = fs.readFileSync(encodePath(output));
    assert.equal(actual.toString('latin1'), expected.toString('latin1'), `stale XML after ${result.outcome}`);
    return { ...result, runs: this.runner.runs.join('') };
  }

  dispose(): void {
    removeFolder(path.dirname(this.store));
  }
}

/** What the client of the resident server does with a hit. */
function renameStaged({ depfile, staged, output }: StagedHit): void {
  if (depfile) fs.renameSync(encodePath(depfile.staged), encodePath(depfile.file));
  if (staged !== null) fs.renameSync(encodePath(staged), encodePath(output));
}

/** A line of a response file in CMake's notation. */
export const quotedFlag = (flag: string): string => `"${flag.replace(/[\\"]/g, '\\$&')}"\n`;

/** The relative paths of all files under a folder, sorted. */
export function filesUnder(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
