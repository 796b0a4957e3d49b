import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { evict } from '../../../server/src/cache/storage/evict';
import { nextFileTick } from '../../support/file-clock';
import { randomNumbers, seedOf } from '../../support/random';
import { root } from '../../support/repository';
import { filesUnder } from './fixture';
import { IgeneratorFixture, MODULES, SCRIPT } from './igenerator-fixture';

/*
 * A randomized oracle: other XML, another igenerator.py, other options, damaged outputs and stores, killed runs, in two
 * worktrees with one store. After each, a module must have the files and messages of igenerator itself.
 *   ITK_WRAPPING_ORACLE_EDITS  the number of edits (default 20)
 *   ITK_WRAPPING_ORACLE_SEED   the seed to repeat
 */
const EDITS = Number(process.env.ITK_WRAPPING_ORACLE_EDITS ?? 20);
const SEED = seedOf('ITK_WRAPPING_ORACLE_SEED');

describe(`a random history of runs of igenerator (seed ${SEED})`, function () {
  this.timeout(0);

  it('never leaves stale or incomplete outputs', async () => {
    const random = randomNumbers(SEED);
    const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;
    const fixture = await IgeneratorFixture.create();
    const history: string[] = [];
    const outcomes = new Map<string, number>();
    const trees = ['one', 'two/below'] as const;
    const scripts = [
      (text: string) => text,
      (text: string) => `${text}# a comment\n`,
      (text: string) => text.replace('not wrapped, or not in a dependency', 'unknown'),
    ];
    const script = fs.readFileSync(fixture.path(`one/${SCRIPT}`), 'utf8');
    const variants = Object.keys(fixture.variants);
    const wrapping = (tree: string): string => fixture.path(`${tree}/build/Wrapping`);
    const outputs = (tree: string): string[] =>
      filesUnder(wrapping(tree)).filter((name) => !/castxml_inputs|\.mdx$|\.idx$/.test(name));
    const steps: Record<string, (tree: string, module: string) => unknown> = {
      variant: (tree, module) => fixture.choose(tree, pick(fixture.types.get(module)!), pick(variants)),
      'variant of all': (tree) => {
        const variant = pick(variants);
        for (const types of fixture.types.values())
          for (const type of types) fixture.choose(tree, type, variant);
      },
      'one input': (tree, module) => {
        const type = pick(fixture.types.get(module)!);
        const name = pick([`${type}.xml`, `${type}SwigInterface.h.in`]);
        const content = fixture.variants[pick(variants)]?.[name];
        if (content) fixture.write(tree, name, content);
      },
      script: (tree) => fs.writeFileSync(fixture.path(`${tree}/${SCRIPT}`), pick(scripts)(script)),
      'remove an output': (tree) => fs.rmSync(path.join(wrapping(tree), pick(outputs(tree)))),
      'damage an output': (tree) => fs.writeFileSync(path.join(wrapping(tree), pick(outputs(tree))), 'x'),
      'damage the store': () => {
        const stored = ['a1', 'cas'].flatMap((part) =>
          filesUnder(`${fixture.store}/${part}`).map((name) => `${fixture.store}/${part}/${name}`),
        );
        if (stored.length > 0) fs.truncateSync(pick(stored), random(40));
      },
      evict: () => evict([fixture.root], { maxBytes: random(200_000), nowMs: Date.now(), force: true }),
      kill: async (tree, module) => {
        await killed(fixture, tree, module, 50 + random(900));
        for (const folder of ['Typedefs', 'Generators/Python/itk-pkl'])
          for (const name of fs.readdirSync(path.join(wrapping(tree), folder)))
            if (name.endsWith('.tmp'))
              fs.rmSync(path.join(wrapping(tree), folder, name), { recursive: true });
      },
    };
    const most = ['variant', 'variant', 'variant', 'one input', 'variant of all'];
    try {
      for (const module of MODULES) await fixture.check('one', module);
      for (let n = 0; n < EDITS; n++) {
        const tree = pick(trees);
        const module = pick(MODULES);
        const step = pick([...most, ...Object.keys(steps)]);
        history.push(`${step} (${tree}, ${module})`);
        await steps[step]!(tree, module);
        if (random(2)) await nextFileTick();
        const more = random(6) === 0 ? ['-w', '4'] : [];
        for (const checked of MODULES.slice(MODULES.indexOf(module))) {
          const { parts } = await fixture.check(tree, checked, ...more);
          for (const { outcome } of parts) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
      }
      for (const outcome of ['hit', 'miss'])
        if (!outcomes.get(outcome)) throw new Error(`the history has no ${outcome}`);
      if (EDITS > 100) console.log(`seed ${SEED}: ${EDITS} edits,`, Object.fromEntries(outcomes));
    } catch (error) {
      console.error(`seed ${SEED}, after: ${history.slice(-12).join(', ')}`);
      throw error;
    } finally {
      await fixture.dispose();
    }
  });
});

/** Starts the launcher for a module, and kills it with all of its processes after some time. */
function killed(fixture: IgeneratorFixture, tree: string, module: string, afterMs: number): Promise<void> {
  const { python, args, cwd } = fixture.invocation(tree, module);
  const env = { PATH: process.env.PATH, PYTHONHASHSEED: '0', ITK_WRAP_CACHE: fixture.store };
  const program = path.join(root, 'dist/itk-igenerator-cache.js');
  const child = spawn(process.execPath, [program, python, ...args], {
    cwd,
    env,
    stdio: 'ignore',
    detached: true,
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }, afterMs);
    child.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
