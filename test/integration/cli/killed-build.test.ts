import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { eventually } from '../../support/eventually';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const TYPE = 'itkAbsImageFilter';
const OUTPUT = `Wrapping/Modules/ITKImageIntensity/${TYPE}Python.cpp`;

/** Needs dist/. */
describe('a build that is killed while SWIG runs', function () {
  this.timeout(120_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
    itkWrap('setup');
    itkWrap('build', '--all');
  });
  after(() => copy?.remove());

  const environment = (): NodeJS.ProcessEnv => ({ ...process.env, ITK_WRAP_CACHE: copy.store });
  const program = path.join(root, 'dist/itk-wrap.js');
  const itkWrap = (...args: string[]): string => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [program, ...args, '--build', copy.build],
      { encoding: 'utf8', env: environment() },
    );
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const ninja = (): string =>
    spawnSync('ninja', ['-C', copy.build, OUTPUT], { encoding: 'utf8', env: environment() }).stdout;
  const log = (): string => fs.readFileSync(path.join(copy.build, '.ninja_log'), 'utf8');

  /** Edits a header, and kills a build when SWIG has begun. */
  async function killed(name: string): Promise<void> {
    const header = path.join(copy.source, 'Modules/Filtering/ImageIntensity/include/itkAbsImageFilter.h');
    const text = fs.readFileSync(header, 'utf8');
    fs.writeFileSync(
      header,
      text.replace('using Self =', `int ${name}() const { return 1; }\n  using Self =`),
    );
    const before = log().length;
    const child = spawn(process.execPath, [program, 'build', '--type', TYPE, '--build', copy.build], {
      env: environment(),
      detached: true,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const begins = `0\t0\t0\t${OUTPUT}\t0\n`;
    await eventually(() => log().slice(before).includes(begins), { everyMs: 2 });
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
  }

  // The new output may be beside ninja's old list of what it was made from, so ninja must not trust that list.
  it('leaves nothing that ninja takes for up to date', async () => {
    assert.match(ninja(), /no work to do/);
    await killed('GetOne');
    assert.match(ninja(), new RegExp(`Generating ${TYPE}Python\\.cpp`));
    assert.match(ninja(), /no work to do/);
  });

  it('is completed by the next one, which ninja then believes', async () => {
    await killed('GetTwo');
    assert.match(itkWrap('build', '--type', TYPE), /^(HIT|MISS) +itkAbsImageFilter\.i$/m);
    assert.match(ninja(), /no work to do/);
  });
});
