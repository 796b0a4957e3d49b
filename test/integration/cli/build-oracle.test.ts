import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomNumbers } from '../../support/random';
import { root } from '../../support/repository';
import { BuildReference, filesOf, namesOf, outputsOf } from './build-oracle/build-reference';
import { itkProject } from './build-oracle/itk-project';
import type { Copy } from './build-oracle/project';
import { sampleProject } from './build-oracle/sample-project';
import { SourceVariants } from './build-oracle/source-variants';
import { writtenByCMake } from './build-oracle/written-by-cmake';

/*
 * `itk-wrap build` and a build that `setup` has changed, against an oracle. A copy of the sample is edited at random, and loses
 * outputs at random. `itk-wrap build` or ninja brings it up to date, now and then after a run that was killed, or twice at the same
 * time. After each edit, all files from the XML to SWIG's Python modules must be those of a clean build of a second copy: see
 * build-oracle/build-reference.ts. Needs dist/.
 *
 * By hand: ITK_WRAPPING_ORACLE_EDITS=5000 ITK_WRAPPING_ORACLE_SEED=7 npx mocha test/integration/cli/build-oracle.test.ts
 *
 * By hand on one module of a real ITK, of which two copies are configured in the same way, each with its own sources:
 *
 *   ITK_WRAPPING_ORACLE_ITK=SOURCE:BUILD,SOURCE:BUILD ITK_WRAPPING_ORACLE_MODULE=ITKImageNoise \
 *   ITK_WRAPPING_ORACLE_EDITS=200 npx mocha test/integration/cli/build-oracle.test.ts
 *
 * The first copy is edited, set up and built, the second one belongs to the reference. What the module needs of others is made first,
 * by `itk-wrap build` in both, through the store in ITK_WRAP_CACHE, or else one beside each build. The environment must be the one in
 * which the builds were configured. At the end all edits are taken back. After a failure everything stays as it is, so make
 * the sources anew before the next run.
 */
const EDITS = Number(process.env.ITK_WRAPPING_ORACLE_EDITS ?? 12);
const SEED = Number(process.env.ITK_WRAPPING_ORACLE_SEED ?? 20261129);
/**
 * Whether the copy is set up, so that half of the builds are by ninja through the launchers, and the others are recorded for ninja.
 * Otherwise all are by `itk-wrap build`.
 */
const SETUP = process.env.ITK_WRAPPING_ORACLE_SETUP !== '0';
const ITK = process.env.ITK_WRAPPING_ORACLE_ITK;
const MODULE = process.env.ITK_WRAPPING_ORACLE_MODULE ?? 'ITKImageNoise';
type Builder = 'itk-wrap' | 'ninja';

describe(`itk-wrap build and an oracle (${EDITS} edits${ITK ? ` of ${MODULE}` : ''}, seed ${SEED})`, function () {
  this.timeout(300_000 + EDITS * 120_000);
  const project = ITK ? itkProject(ITK, MODULE) : sampleProject();
  let edited: Copy;
  let clean: Copy;
  before(async () => {
    ({ edited, clean } = await project.copies());
  });
  after(async () => {
    await edited?.remove();
    await clean?.remove();
  });

  interface Ran {
    code: number | null;
    output: string;
  }

  /** A folder for the resident server's socket, and nothing that waits for long. */
  function environment(): NodeJS.ProcessEnv {
    const folder = path.join(path.dirname(edited.source), 'runtime');
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    return {
      ...process.env,
      ITK_WRAP_CACHE: edited.store,
      XDG_RUNTIME_DIR: folder,
      ITK_WRAP_CACHE_SERVER_IDLE: '20',
    };
  }

  /** Runs a program, and kills it with all of its processes after some time if it still runs. */
  async function run(program: string, args: readonly string[], killAfterMs?: number): Promise<Ran> {
    const child = spawn(program, args, { env: environment(), detached: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    if (killAfterMs !== undefined) {
      await Promise.race([ended, setTimeout(killAfterMs)]);
      for (const pid of [child.pid!, ...processesOf(child.pid!)]) kill(pid);
    }
    return { code: await ended, output };
  }

  const itkWrap = (args: readonly string[], { build }: Copy, killAfterMs?: number): Promise<Ran> =>
    run(process.execPath, [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', build], killAfterMs);

  /** Brings the edited copy up to date, with one of the programs that can do it. */
  function build(builder: Builder, killAfterMs?: number): Promise<Ran> {
    if (builder === 'itk-wrap') return itkWrap(['build', ...project.arguments], edited, killAfterMs);
    const rules = fs.readFileSync(path.join(edited.build, 'build.ninja'), 'utf8').split('\n');
    const cpp = rules.flatMap((line) => project.targets.exec(line)?.[1] ?? []);
    return run('ninja', ['-C', edited.build, ...cpp], killAfterMs);
  }

  it('makes what a clean build makes', async () => {
    const random = randomNumbers(SEED);
    const log: string[] = [];
    const variants = new SourceVariants([edited, clean], project, random);
    const reference = new BuildReference(clean, project);
    const files = filesOf(edited);
    const began = Date.now();
    const counts = {
      ...{ edits: 0, old: 0, 'itk-wrap': 0, ninja: 0 },
      ...{ removed: 0, inputs: 0, killed: 0, together: 0, confirmed: 0 },
    };
    let configurePending = false;
    if (SETUP) assert.equal((await itkWrap(['setup'], edited)).code, 0);
    await build('itk-wrap');
    if (project.isPart) await itkWrap(['build', ...project.arguments], clean);
    for (let step = 0; step < EDITS; step++) {
      const { what, isNew, configures, isOld } = variants.edit();
      configurePending ||= configures;
      log.push(what);
      counts.edits++;
      counts.old += Number(isOld);
      // No depfile can tell ninja that a new file will be found before another one, and no time that an old one is another.
      const isSeenByNinja = !isNew && !isOld;
      let builder: Builder = SETUP && random(2) === 0 && isSeenByNinja ? 'ninja' : 'itk-wrap';
      const present = namesOf(edited, project).filter((name) => !project.configured.test(name));
      for (let count = random(4) === 0 ? 1 + random(3) : 0; count > 0; count--) {
        const name = present[random(present.length)]!;
        fs.rmSync(path.join(edited.build, 'Wrapping', name), { force: true });
        log.push(`removed ${name}`);
        counts.removed++;
        // Ninja does not know these files.
        if (name.endsWith('.pkl')) builder = 'itk-wrap';
      }
      const losesInput = random(10) === 0;
      if (losesInput) {
        const written = writtenByCMake(edited, project);
        const name = written[random(written.length)]!;
        fs.rmSync(path.join(edited.build, 'Wrapping', name), { force: true });
        log.push(`removed ${name}`);
        counts.inputs++;
        // Ninja cannot make it.
        builder = 'itk-wrap';
      }
      // CMake's copies have times in whole seconds. Ninja does not see one of a file that was edited in the second of the last run.
      if (builder === 'ninja' && configures) {
        await setTimeout(1000);
        variants.again();
      }
      const undisturbed = project.configuresAlone && (configurePending || losesInput);
      if (!undisturbed && random(5) === 0) {
        const ms = 100 + random(project.killedWithinMs - 100);
        await build(builder, ms);
        log.push(`killed ${builder} after ${ms} ms`);
        counts.killed++;
      }
      // Two runs of ninja in one folder write the same log.
      const together = builder === 'itk-wrap' && !undisturbed && random(6) === 0;
      const builders: Builder[] = together
        ? ['itk-wrap', SETUP && random(2) === 0 && isSeenByNinja && !losesInput ? 'ninja' : 'itk-wrap']
        : [builder];
      log.push(`built by ${builders.join(' and ')}`);
      for (const one of builders) counts[one]++;
      counts.together += Number(together);
      const ran = await Promise.all(builders.map((one) => build(one)));
      const say = (what: string): string =>
        [`edit ${step} of seed ${SEED}: ${what}`, ...log.slice(-30), ...ran.map(({ output }) => output)].join(
          '\n',
        );
      assert.deepEqual(
        ran.map(({ code }) => code),
        ran.map(() => 0),
        say('a run failed'),
      );
      const made = outputsOf(edited, project, files);
      const expected = new Map(await reference.outputs());
      if (SETUP) for (const name of project.addedBySetup) expected.set(name, made.get(name) ?? 'missing');
      assert.ok(expected.size >= project.least.outputs, String(expected.size));
      compare(expected, made, say);
      // A prediction of `itk-wrap build` leaves CMake's run to ninja.
      if (builder === 'ninja') configurePending = false;
      if ((step + 1) % project.confirmEvery === 0 || step === EDITS - 1) {
        compare(reference.fromNothing(), await reference.outputs(), say);
        counts.confirmed++;
      }
      if ((step + 1) % project.reportEvery === 0) {
        const seconds = Math.round((Date.now() - began) / 1000);
        console.log(`seed ${SEED}, ${seconds} s:`, JSON.stringify({ ...counts, ...reference.counts }));
      }
    }
    variants.takeBack();
  });
});

/** The processes of a session. Ninja gives each of its commands a process group of its own. */
function processesOf(session: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '-s', String(session)], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function compare(
  expected: ReadonlyMap<string, string>,
  made: ReadonlyMap<string, string>,
  say: (what: string) => string,
): void {
  const names = [...new Set([...expected.keys(), ...made.keys()])];
  const wrong = names.filter((name) => expected.get(name) !== made.get(name));
  assert.deepEqual(wrong, [], say('files differ'));
}
