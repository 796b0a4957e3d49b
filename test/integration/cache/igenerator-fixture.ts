import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readBuild } from '../../../server/src/build/read-build';
import { openActionCache } from '../../../server/src/cache/action-cache';
import type { CacheOptions } from '../../../server/src/cache/api';
import type {
  IgeneratorOptions,
  IgeneratorResult,
} from '../../../server/src/cache/igenerator/cached-igenerator';
import type { IgeneratorInvocation } from '../../../server/src/cache/igenerator/igenerator-arguments';
import { StoreRoot } from '../../../server/src/cache/storage/store-root';
import { runProcess } from '../../../server/src/host/process';
import { root } from '../../support/repository';
import { sampleCopy, type SampleCopy } from '../../support/sample';
import { filesUnder } from './fixture';

export const DRIVER = path.join(root, 'server/python/igenerator-driver.py');

/** The modules of the sample, in the order of a build. */
export const MODULES = ['ITKCommon', 'ITKImageIntensity', 'ITKThresholding'] as const;
export type Module = (typeof MODULES)[number];

/** What a run of igenerator left for a module: outputs by their paths in the build, its messages and its exit code. */
export interface Left {
  files: Readonly<Record<string, string>>;
  stderr: string;
  exitCode: number;
}

/**
 * The sample after CastXML, as two worktrees with one store, and a third one in which igenerator itself runs. The XML and the
 * headers for SWIG come in variants, which CastXML and CMake have made from edited sources.
 */
export class IgeneratorFixture {
  readonly warnings: string[] = [];
  readonly store: string;
  readonly #left = new Map<string, Left>();

  private constructor(
    private readonly sample: SampleCopy,
    /** By the name of a variant, and then of a file in castxml_inputs. */
    readonly variants: Readonly<Record<string, Readonly<Record<string, Buffer>>>>,
    private readonly commands: ReadonlyMap<string, IgeneratorInvocation>,
    readonly types: ReadonlyMap<string, readonly string[]>,
  ) {
    this.store = path.join(this.dir, 'store');
    for (const tree of ['one', 'two/below', 'real']) this.#createTree(tree);
  }

  /** Builds the sample and its variants: some ten seconds. */
  static async create(): Promise<IgeneratorFixture> {
    const sample = await sampleCopy();
    const inputs = (): Record<string, Buffer> => {
      const folder = path.join(sample.build, 'Wrapping/castxml_inputs');
      const names = fs.readdirSync(folder).filter((name) => /\.xml$|SwigInterface\.h\.in$/.test(name));
      return Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(folder, name))]));
    };
    const rebuild = (...options: string[]): Record<string, Buffer> => {
      execFileSync('cmake', [...options, sample.build]);
      execFileSync('ninja', ['-C', sample.build, ...MODULES.map((module) => `${module}CastXML`)]);
      return inputs();
    };
    const variants: Record<string, Record<string, Buffer>> = { plain: inputs() };
    const build = await readBuild(sample.build);
    const commands = new Map(
      build.modules.map(({ name, igenerator }) => {
        const [python = '', ...args] = igenerator?.argv ?? [];
        return [name, { python, args, cwd: igenerator?.cwd ?? '' }];
      }),
    );
    variants.fewer = rebuild('-DITK_WRAP_IMAGE_DIMS=2');
    const edit = (name: string, from: string, to: string): void => {
      const file = path.join(sample.source, 'Modules/Core/Common', name);
      const text = fs.readFileSync(file, 'utf8');
      assert.ok(text.includes(from), `${from} is not in ${name}`);
      fs.writeFileSync(file, text.replace(from, to));
    };
    edit('include/itkImageSource.h', 'public:', 'public:\n  void Take(Vector<float, 2>, const Index<2> &);');
    edit(
      'wrapping/itkSize.wrap',
      'itk_end_wrap_class()',
      '  itk_wrap_template("7" "7")\nitk_end_wrap_class()',
    );
    variants.more = rebuild('-DITK_WRAP_IMAGE_DIMS=2;3');
    const types = new Map(build.modules.map((module) => [module.name, module.types]));
    return new IgeneratorFixture(sample, variants, commands, types);
  }

  get dir(): string {
    return path.dirname(this.sample.source);
  }

  get root(): StoreRoot {
    return new StoreRoot(this.store);
  }

  dispose(): Promise<void> {
    return this.sample.remove();
  }

  /** A file of a tree. `name` begins with the tree's folder. */
  path(name: string): string {
    return path.join(this.dir, name);
  }

  /** Puts the inputs of a type as a variant has them into a tree. */
  choose(tree: string, type: string, variant: string): void {
    for (const name of [`${type}.xml`, `${type}SwigInterface.h.in`]) {
      const content = this.variants[variant]?.[name];
      if (content) this.write(tree, name, content);
    }
  }

  /** Writes an input of igenerator. Its paths become those of the tree, as CastXML would write them there. */
  write(tree: string, name: string, content: Buffer): void {
    const text = this.#in(tree, content.toString('latin1'));
    fs.writeFileSync(this.path(`${tree}/build/Wrapping/castxml_inputs/${name}`), text, 'latin1');
  }

  invocation(tree: string, module: string, ...more: string[]): IgeneratorInvocation {
    const { python, args, cwd } = this.commands.get(module)!;
    return {
      python,
      args: [...args, ...more].map((argument) => this.#in(tree, argument)),
      cwd: this.#in(tree, cwd),
    };
  }

  /** Runs in a new cache, like a new process. */
  run(
    invocation: IgeneratorInvocation,
    options: Partial<IgeneratorOptions> = {},
    cache: Partial<CacheOptions> = {},
  ): Promise<IgeneratorResult> {
    return openActionCache({
      roots: [this.store],
      format: 'gzip',
      maxBytes: 2 ** 30,
      runProcess,
      environment: { PATH: process.env.PATH, PYTHONHASHSEED: '0' },
      warn: (message) => this.warnings.push(message),
      ...cache,
    }).igenerator(invocation, { driver: DRIVER, ...options });
  }

  /** What a module's run left in a tree, with the tree's own paths replaced. */
  left(tree: string, module: string, { stderr, exitCode }: { stderr: Buffer; exitCode: number }): Left {
    const wrapping = this.path(`${tree}/build/Wrapping`);
    const types = this.types.get(module) ?? [];
    const belongs = (name: string): boolean =>
      path.basename(name).startsWith(`${module}_snake_case`) ||
      path.basename(name) === `${module}.pkl.stamp` ||
      types.some((type) =>
        new RegExp(`(^|[/.])${type}(\\.i|\\.idx|SwigInterface\\.h|\\.pkl|\\.index\\.txt)$`).test(name),
      );
    const names = filesUnder(wrapping).filter((name) => !name.startsWith('castxml_inputs/'));
    const plain = (text: string): string => text.replaceAll(this.path(tree), 'TREE');
    return {
      files: Object.fromEntries(
        names
          .filter((name) => belongs(name) || name.includes('.tmp'))
          .map((name) => [name, plain(fs.readFileSync(path.join(wrapping, name), 'latin1'))]),
      ),
      stderr: plain(stderr.toString()),
      exitCode,
    };
  }

  /** What igenerator itself leaves for a module if the inputs are those of a tree. */
  real(tree: string, module: string, ...more: string[]): Left {
    const state = this.#inputs(tree, module) + more.join(' ');
    const known = this.#left.get(state);
    if (known) return known;
    const from = this.path(`${tree}/build/Wrapping`);
    const to = this.path('real/build/Wrapping');
    for (const name of ['castxml_inputs', 'Typedefs'])
      fs.cpSync(path.join(from, name), path.join(to, name), { recursive: true });
    fs.copyFileSync(this.path(`${tree}/${SCRIPT}`), this.path(`real/${SCRIPT}`));
    for (const name of Object.keys(this.left('real', module, { stderr: Buffer.alloc(0), exitCode: 0 }).files))
      fs.rmSync(path.join(to, name));
    const { python, args, cwd } = this.invocation('real', module, ...more);
    const env = { PATH: process.env.PATH, PYTHONHASHSEED: '0' };
    const { stderr, status } = spawnSync(python, args, { cwd, env });
    const left = this.left('real', module, { stderr, exitCode: status ?? -1 });
    this.#left.set(state, left);
    return left;
  }

  /** Runs a module in a tree, and checks that it left what igenerator itself leaves. */
  async check(tree: string, module: string, ...more: string[]): Promise<IgeneratorResult> {
    const result = await this.run(this.invocation(tree, module, ...more));
    const real = this.real(tree, module, ...more);
    const left = this.left(tree, module, result);
    if (real.exitCode === 0) assert.deepEqual(left, real, `${module} in ${tree}, ${result.outcome}`);
    else assert.equal(left.exitCode, real.exitCode);
    return result;
  }

  /** A text that differs if a run for a module may differ. */
  #inputs(tree: string, module: string): string {
    const wrapping = this.path(`${tree}/build/Wrapping`);
    const own = new Set(this.types.get(module) ?? []);
    const texts = filesUnder(wrapping)
      .filter((name) => {
        const { dir, base, ext } = path.parse(name);
        if (dir === 'castxml_inputs') return [...own].some((type) => base.startsWith(type));
        return dir === 'Typedefs' && (ext === '.mdx' || (ext === '.idx' && !own.has(base.slice(0, -4))));
      })
      .map((name) => `${name} ${fs.readFileSync(path.join(wrapping, name), 'latin1')}`);
    return [module, fs.readFileSync(this.path(`${tree}/${SCRIPT}`), 'latin1'), ...texts].join('\n');
  }

  #createTree(tree: string): void {
    const build = this.path(`${tree}/build`);
    fs.mkdirSync(path.dirname(this.path(`${tree}/${SCRIPT}`)), { recursive: true });
    fs.copyFileSync(
      path.join(this.sample.source, SCRIPT.slice('src/'.length)),
      this.path(`${tree}/${SCRIPT}`),
    );
    // pygccxml reads the headers that an XML names.
    fs.cpSync(path.join(this.sample.source, 'Modules'), this.path(`${tree}/src/Modules`), {
      recursive: true,
    });
    fs.mkdirSync(build, { recursive: true });
    fs.writeFileSync(
      path.join(build, 'CMakeCache.txt'),
      `CMAKE_HOME_DIRECTORY:INTERNAL=${this.path(`${tree}/src`)}\n`,
    );
    fs.cpSync(path.join(this.sample.build, 'Wrapping'), path.join(build, 'Wrapping'), { recursive: true });
    for (const types of this.types.values()) for (const type of types) this.choose(tree, type, 'plain');
  }

  /** A word of a command of the sample, for another tree. */
  #in(tree: string, word: string): string {
    return word
      .replaceAll(this.sample.build, this.path(`${tree}/build`))
      .replaceAll(this.sample.source, this.path(`${tree}/src`));
  }
}

/** igenerator.py in a tree. */
export const SCRIPT = 'src/Wrapping/Generators/SwigInterface/igenerator.py';
