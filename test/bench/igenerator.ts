/*
 * What the cache of igenerator's runs saves, as ratios to igenerator itself in the same run:
 *   npm run bench:igenerator -- --build DIR [--module ITKCommon] [--repeat N]
 * The build must have the module's XML and the .idx files of the modules that it depends on. It is only read: all outputs go to
 * a temporary folder, with a store of its own. Needs dist/ and Python. Runs never overlap. The ratios of processor time (user and
 * system) are valid on a machine that is not idle, too. For a machine with 8 processors, the cold run is estimated: on this one, its time
 * and its processor time tell how much of it works on one processor only.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readBuild } from '../../server/src/build/read-build';
import {
  parseIgeneratorArguments,
  type IgeneratorRun,
} from '../../server/src/cache/igenerator/igenerator-arguments';
import { inputsOf } from '../../server/src/cache/igenerator/module-run';
import { reachableIdx } from '../../server/src/cache/igenerator/names/known-names';
import { median, ratio, timed, type Times } from './timed-command';

const { values } = parseArgs({
  options: {
    build: { type: 'string' },
    module: { type: 'string', default: 'ITKCommon' },
    repeat: { type: 'string', default: '3' },
  },
});
if (values.build === undefined) throw new Error('Name a build: npm run bench:igenerator -- --build DIR');
const launcher = path.resolve(import.meta.dirname, '../../dist/itk-igenerator-cache');
if (!fs.existsSync(launcher)) throw new Error('dist/itk-igenerator-cache is missing: npm run build');

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-igenerator-bench-'));
main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => fs.rmSync(work, { recursive: true, force: true }));

async function main(): Promise<void> {
  const build = await readBuild(path.resolve(values.build ?? ''));
  const command = build.modules.find(({ name }) => name === values.module)?.igenerator;
  if (!command) throw new Error(`${build.dir} does not say how to run igenerator for ${values.module}`);
  const [python = '', ...args] = command.argv;
  const run = parseIgeneratorArguments({ python, args, cwd: command.cwd });
  if (!run) throw new Error(`the command of ${values.module} has an unknown form`);
  const commands = Object.fromEntries(
    ['real', 'one', 'below/two'].map((tree) => [tree, [python, ...createTree(tree, run, args)]]),
  );
  const variables = { ITK_WRAP_CACHE: path.join(work, 'store'), PYTHONHASHSEED: '0' };
  const timedHere = (command: readonly string[]): Times => timed(command, variables, work);
  const rows: Record<string, number[][]> = {
    cold: [],
    'cold on 8 (estimated)': [],
    'outputs as they should be': [],
    'in another build directory': [],
    'one type changed': [],
  };
  for (let n = 0; n < Number(values.repeat); n++) {
    fs.rmSync(path.join(work, 'store'), { recursive: true, force: true });
    const plain = timedHere(commands.real!);
    const measure = (name: string, tree: string): void => {
      rows[name]?.push(ratio(timedHere([launcher, ...commands[tree]!]), plain));
    };
    const cold = timedHere([launcher, ...commands.one!]);
    rows.cold?.push(ratio(cold, plain));
    rows['cold on 8 (estimated)']?.push(ratio({ ...cold, wall: wallOn(8, cold) }, plain));
    measure('outputs as they should be', 'one');
    removeOutputs('below/two', run);
    measure('in another build directory', 'below/two');
    const [xml = ''] = inputsOf({ ...run, libraryDir: path.join(work, 'one') }, run.types.slice(0, 1));
    fs.appendFileSync(xml, `<!-- ${n} -->\n`);
    measure('one type changed', 'one');
  }
  console.log(`${values.module}, ${run.types.length} types; median over igenerator itself`);
  console.log('                              processor time   wall time');
  for (const [name, ratios] of Object.entries(rows))
    console.log(`${name.padEnd(30)} ${median(ratios, 0)}           ${median(ratios, 1)}`);
}

/** How long a run would take with more processors, if its work beyond what one of them does alone were shared evenly. */
function wallOn(processors: number, { wall, processor }: Times): number {
  const here = os.availableParallelism();
  const alone = Math.max(0, (here * wall - processor) / (here - 1));
  return alone + (processor - alone) / processors;
}

/** Makes a folder with the module's inputs. Returns igenerator's arguments for it. */
function createTree(tree: string, run: IgeneratorRun, args: readonly string[]): string[] {
  const at = (name: string): string => path.join(work, tree, name);
  for (const name of ['castxml_inputs', 'Typedefs', 'pkl', 'pyi'])
    fs.mkdirSync(at(name), { recursive: true });
  fs.writeFileSync(at('CMakeCache.txt'), `CMAKE_HOME_DIRECTORY:INTERNAL=${work}/source\n`);
  for (const file of inputsOf(run, run.types))
    fs.copyFileSync(file, at(`castxml_inputs/${path.basename(file)}`));
  for (const file of [...listsBeside(run.mdx), ...(reachableIdx(run.mdx) ?? [])])
    if (fs.existsSync(file)) fs.copyFileSync(file, at(`Typedefs/${path.basename(file)}`));
  const replaced: Record<string, string> = {
    '--interface-output-dir': at('Typedefs'),
    '--library-output-dir': at(''),
    '--snake-case-file': at('snake_case.py'),
    '--pkl_dir': at('pkl'),
    '--pyi_dir': at('pyi'),
    '--pyi_index_list': run.types.map((type) => at(`pkl/${type}.index.txt`)).join(';'),
  };
  return args.map((argument, i) => {
    const option = args[i - 1] ?? '';
    return option === '--mdx' ? at(`Typedefs/${path.basename(argument)}`) : (replaced[option] ?? argument);
  });
}

/** All .mdx files in the folders of these: a list may name others. */
function listsBeside(mdx: readonly string[]): string[] {
  const folders = [...new Set(mdx.map((file) => path.dirname(file)))];
  return folders.flatMap((folder) =>
    fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.mdx'))
      .map((name) => path.join(folder, name)),
  );
}

function removeOutputs(tree: string, run: IgeneratorRun): void {
  const folder = path.join(work, tree, 'Typedefs');
  for (const type of run.types)
    for (const name of [`${type}.i`, `${type}.idx`, `${type}SwigInterface.h`])
      fs.rmSync(path.join(folder, name), { force: true });
  fs.rmSync(path.join(work, tree, 'pkl'), { recursive: true });
  fs.mkdirSync(path.join(work, tree, 'pkl'));
}
