import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/** `itk-wrap castxml` and `itk-wrap igenerator` in a build in which ninja has never run. */
describe('ninja after runs of itk-wrap', function () {
  this.timeout(240_000);
  let copy: SampleCopy;
  const MODULES = ['ITKCommon', 'ITKImageIntensity'];

  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
  });
  after(() => copy?.remove());

  const wrapper = (...args: string[]): [string, string[]] => [
    process.execPath,
    [
      ...['--import', 'tsx', path.join(root, 'server/src/cli/itk-wrap.ts')],
      ...[...args, '--build', copy.build],
    ],
  ];
  const options = () => ({
    cwd: root,
    encoding: 'utf8' as const,
    env: { ...process.env, ITK_WRAP_CACHE: copy.store },
  });
  function itkWrap(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(...wrapper(...args), options());
    assert.equal(status, 0, stdout + stderr);
    return stdout + stderr;
  }
  /** The steps that ninja runs for the modules, as it prints them. */
  function ninja(): string[] {
    const targets = MODULES.map((name) => `${name}Swig`);
    const { status, stdout } = spawnSync('ninja', ['-C', copy.build, ...targets], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
    return [...stdout.matchAll(/^\[\d+\/\d+\] (?!Re-)(.*)$/gm)].map(([, step]) => step ?? '');
  }
  const input = (name: string): string => path.join(copy.build, 'Wrapping/castxml_inputs', name);

  it('has no work left, even if it has no log yet', () => {
    assert.ok(!existsSync(path.join(copy.build, '.ninja_log')));
    itkWrap('castxml', '--module', ...MODULES, '-j', '2');
    const said = itkWrap('igenerator', '--module', ...MODULES, '-j', '2');
    for (const module of MODULES) assert.match(said, new RegExp(`${module}: done in`));
    assert.deepEqual(ninja(), []);
  });

  it('has no work left after an edit, even if its log ends with an incomplete line', () => {
    const edited = input('itkFixedArray.cxx');
    appendFileSync(edited, '\n// edited\n');
    appendFileSync(path.join(copy.build, '.ninja_log'), '17\t18\t');
    itkWrap('castxml', '--type', 'itkFixedArray');
    itkWrap('igenerator', '--module', 'ITKCommon');
    assert.deepEqual(ninja(), []);
  });

  it('runs what has changed since', () => {
    const later = new Date(Date.now() + 1000);
    utimesSync(input('itkFixedArray.cxx'), later, later);
    assert.ok(ninja().some((step) => step.endsWith('itkFixedArray.xml')));
  });

  it('has its runs recognized by itk-wrap', () => {
    writeFileSync(input('itkSize.cxx'), readFileSync(input('itkSize.cxx'), 'utf8') + '\n// edited\n');
    const stateOf = (): string => {
      const { types } = JSON.parse(spawnSync(...wrapper('status', '--json'), options()).stdout) as {
        types: { name: string; xml: string }[];
      };
      return types.find(({ name }) => name === 'itkSize')?.xml ?? '';
    };
    assert.equal(stateOf(), 'stale');
    assert.ok(ninja().some((step) => step.endsWith('itkSize.xml')));
    assert.equal(stateOf(), 'fresh');
  });

  it('finds no incomplete file and no child process after an interrupted run', async () => {
    const child = spawn(...wrapper('castxml', '--module', 'ITKThresholding', 'ITKCommon', '-j', '2'), {
      ...options(),
      env: { ...process.env, ITK_WRAP_CACHE: path.join(copy.store, 'empty') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let interrupted = false;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        // The first type is done, so others are in progress.
        if (!interrupted && said.includes('MISS')) interrupted = child.kill('SIGINT');
      });
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 1, said);
    assert.match(said, /\d+ not started/);
    for (const name of readdirSync(path.dirname(input('x'))))
      if (name.endsWith('.xml')) assert.match(readFileSync(input(name), 'utf8'), /<\/CastXML>\s*$/, name);
    const names = readdirSync(path.dirname(input('x')));
    assert.deepEqual(
      names.filter((name) => !/\.(?:xml|cxx|inc|in)$/.test(name)),
      [],
    );
    const running = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout;
    assert.ok(!running.split('\n').some((line) => line.includes('castxml') && line.includes(copy.build)));
  });
});
