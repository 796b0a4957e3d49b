import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { oldTool } from '../../../scripts/lib/old-tools.mjs';
import type { DoctorReport } from '../../../server/src/pipeline/doctor/doctor';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/** Real tools, most of them broken by hand in a build of the sample that works. */
describe('itk-wrap doctor', function () {
  this.timeout(120_000);
  let sample: SampleCopy;
  /** For temporary files of the doctor, and for whatever a test makes. */
  let folder: string;
  before(async () => {
    sample = await sampleCopy({ configureOnly: true });
  });
  after(() => sample?.remove());
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-wrap-doctor-test-'));
    fs.mkdirSync(path.join(folder, 'tmp'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const script = path.join(root, 'dist/itk-wrap.js');
  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    ...process.env,
    TMPDIR: path.join(folder, 'tmp'),
    ITK_WRAP_CACHE: sample.store,
    ITK_WRAP_CACHE_REMOTE: '',
    ...more,
  });
  const run = (args: string[], env: NodeJS.ProcessEnv = {}, cwd = sample.source) =>
    spawnSync(process.execPath, [script, 'doctor', ...args], {
      cwd,
      env: environment(env),
      encoding: 'utf8',
    });

  /** The report about the sample's build, and the exit code. */
  function examine(
    env: NodeJS.ProcessEnv = {},
    ...args: string[]
  ): { code: number | null; report: DoctorReport } {
    const { status, stdout, stderr } = run(['--json', '--build', sample.build, ...args], env);
    assert.ok(stdout, stderr);
    return { code: status, report: JSON.parse(stdout) as DoctorReport };
  }

  /** Runs an action with texts of the build's files replaced, as if it had been configured so. */
  function edited<T>(changes: Record<string, string>, action: () => T): T {
    const files = ['CMakeCache.txt', 'build.ninja', 'CMakeFiles/rules.ninja'].map((name) =>
      path.join(sample.build, name),
    );
    const texts = files.map((file) => fs.readFileSync(file, 'utf8'));
    try {
      files.forEach((file, i) => {
        fs.writeFileSync(
          file,
          Object.entries(changes).reduce((text, [from, to]) => text.replaceAll(from, to), texts[i]!),
        );
      });
      return action();
    } finally {
      files.forEach((file, i) => fs.writeFileSync(file, texts[i]!));
    }
  }

  const cacheEntry = (name: string): string => {
    const cache = fs.readFileSync(path.join(sample.build, 'CMakeCache.txt'), 'utf8');
    const value = new RegExp(`^${name}:\\w+=(.+)$`, 'm').exec(cache)?.[1];
    assert.ok(value, name);
    return value;
  };
  const steps = ({ probe }: DoctorReport): string =>
    probe?.steps.map(({ name, state }) => `${name} ${state}`).join(', ') ?? '';
  const brokenAt = (step: string): RegExp => new RegExp(`(?:^|ok, )${step} failed(?:, \\w+ not-run)*$`);
  const stateOf = ({ checks }: DoctorReport, id: string): string | undefined =>
    checks.find((check) => check.id === id)?.state;
  const messages = ({ findings }: DoctorReport): string =>
    findings.map(({ severity, message }) => `${severity}: ${message}`).join('\n');

  /** Every file of the sample with its time and size. */
  function snapshot(): string[] {
    return fs
      .readdirSync(sample.source, { recursive: true, encoding: 'utf8' })
      .map((name) => {
        const { mtimeNs, size } = fs.lstatSync(path.join(sample.source, name), { bigint: true });
        return `${name} ${mtimeNs} ${size}`;
      })
      .sort();
  }

  it('wraps a type with the tools of a sound build, and leaves no file anywhere', () => {
    const before = snapshot();
    const { code, report } = examine();
    assert.equal(code, 0, messages(report));
    assert.equal(steps(report), 'castxml ok, igenerator ok, swig ok, compile ok, link ok, import ok');
    assert.equal(report.probe?.steps.at(-1)?.output.trim(), '42');
    assert.deepEqual([report.canWrap, messages(report)], [true, '']);
    assert.deepEqual(report.probe?.steps[0]?.command?.argv[0], cacheEntry('CASTXML_EXECUTABLE'));
    assert.deepEqual(snapshot(), before);
    assert.deepEqual(fs.readdirSync(path.join(folder, 'tmp')), []);
    assert.equal(fs.existsSync(sample.store), false, 'no store is made');
  });

  it('writes one line for each step and check, and the verdict', () => {
    const { status, stdout } = run(['--build', sample.build]);
    assert.equal(status, 0, stdout);
    for (const line of [/^✓ ok {2}castxml {5}\d+\.\d s$/m, /^✓ ok +SWIG +\d/m, /^- skipped +Path lengths/m])
      assert.match(stdout, line);
    assert.match(stdout, /\n\nThis machine can wrap this build\. Nothing is wrong\. \(\d+\.\d s\)\n$/);
  });

  it('finds a castxml that is too old for the C++ standard', () => {
    const { program } = oldTool('castxml', '0.4.5');
    const { code, report } = edited(
      { [cacheEntry('CASTXML_EXECUTABLE')]: program, '-std=c++17': '-std=c++20' },
      examine,
    );
    assert.equal(code, 1);
    assert.match(steps(report), brokenAt('castxml'));
    assert.match(report.probe?.steps[0]?.output ?? '', /char8_t/);
    assert.match(messages(report), /^error: castxml 0\.4\.5 is too old for C\+\+20\. .*char8_t/);
    assert.match(report.findings[0]?.remedy ?? '', /0\.6\.0 or newer/);
  });

  it('finds a flag that is missing for an old castxml with GCC 12', function () {
    const gcc = execFileSync('c++', ['-dumpversion'], { encoding: 'utf8' });
    const { program } = oldTool('castxml', '0.4.5');
    if (
      Number.parseInt(gcc, 10) < 12 ||
      /clang/.test(execFileSync('c++', ['--version'], { encoding: 'utf8' }))
    )
      this.skip();
    const changes = { [cacheEntry('CASTXML_EXECUTABLE')]: program, ' -fno-sized-deallocation': '' };
    const { code, report } = edited(changes, examine);
    assert.equal(code, 1);
    assert.match(steps(report), brokenAt('castxml'));
    assert.match(messages(report), /is too old for GCC 1\d\.\S+ .*__builtin_operator_delete/);
  });

  it('finds a castxml that is missing', () => {
    const { code, report } = edited({ [cacheEntry('CASTXML_EXECUTABLE')]: '/nowhere/castxml' }, examine);
    assert.equal(code, 1);
    assert.match(steps(report), brokenAt('castxml'));
    assert.equal(messages(report), 'error: castxml is missing.');
  });

  it('finds a compiler that is missing', () => {
    const { code, report } = edited({ [cacheEntry('CMAKE_CXX_COMPILER')]: '/nowhere/c++' }, examine);
    assert.equal(code, 1);
    assert.match(steps(report), brokenAt('castxml'), 'castxml asks the compiler for its macros');
    assert.equal(messages(report), 'error: The C++ compiler is missing.');
  });

  const DEFINES = 'DEFINES = -DITK';
  /** The sample as if it were built for Python's stable ABI. */
  const limited = {
    'CMAKE_BUILD_TYPE:': 'ITK_USE_PYTHON_LIMITED_API:BOOL=ON\nCMAKE_BUILD_TYPE:',
    [DEFINES]: 'DEFINES = -DPy_LIMITED_API=0x030b0000 -DITK',
  };

  it('finds a SWIG whose C++ does not compile for the stable ABI', () => {
    const { program, env } = oldTool('swig', '4.0.2');
    const { code, report } = edited({ [cacheEntry('SWIG_EXECUTABLE')]: program, ...limited }, () =>
      examine(env),
    );
    assert.equal(code, 1);
    assert.match(steps(report), brokenAt('compile'), messages(report));
    assert.match(messages(report), /error: SWIG 4\.0\.2 does not fit Python’s stable ABI/);
  });

  it('finds a SWIG that is newer than the sources know, but accepts it if they do', () => {
    const { program, env } = oldTool('swig', '4.4.1');
    const changes = { [cacheEntry('SWIG_EXECUTABLE')]: program, [DEFINES]: limited[DEFINES] };
    const good = edited(changes, () => examine(env));
    assert.deepEqual([good.code, messages(good.report), good.report.canWrap], [0, '', true]);
    const file = path.join(sample.source, 'Wrapping/Generators/Python/main_module_ext.i.in');
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, text.replaceAll('PyModule_FromDefAndSpec', 'PyModule_Create2'));
    try {
      const { code, report } = edited(changes, () => examine(env));
      assert.equal(code, 1);
      assert.match(messages(report), /^error: SWIG 4\.4\.1 is too new for these sources\./);
    } finally {
      fs.writeFileSync(file, text);
    }
  });

  it('finds a SWIG without its library', () => {
    const copy = path.join(folder, 'swig');
    fs.copyFileSync(oldTool('swig', '4.0.2').program, copy);
    const { code, report } = edited({ [cacheEntry('SWIG_EXECUTABLE')]: copy }, examine);
    assert.equal(code, 1);
    assert.match(steps(report), brokenAt('swig'));
    assert.match(
      messages(report),
      /^error: SWIG fails for one small class: exit code 1\. SWIG does not find its own library\./,
    );
  });

  it('finds a Python without headers', () => {
    const headers = execFileSync(
      cacheEntry('Python3_EXECUTABLE'),
      ['-c', 'import sysconfig; print(sysconfig.get_path("include"), end="")'],
      { encoding: 'utf8' },
    );
    const { code, report } = edited({ [headers]: path.join(folder, 'include') }, examine);
    assert.equal(code, 1);
    assert.match(steps(report), brokenAt('compile'));
    assert.match(messages(report), /^error: Python\.h is missing/);
  });

  it('finds a Python without NumPy and pygccxml', () => {
    const python = cacheEntry('Python3_EXECUTABLE');
    const venv = path.join(folder, 'venv');
    execFileSync(python, ['-m', 'venv', '--without-pip', venv]);
    const other = path.join(venv, 'bin/python');
    const command = `${python} ${sample.source}`;
    const noNumpy = edited({ [command]: `${other} ${sample.source}` }, examine);
    assert.deepEqual([noNumpy.code, noNumpy.report.canWrap], [0, true], 'a warning: wrapping works');
    assert.match(messages(noNumpy.report), /^warning: NumPy is missing/);
    const pygccxml =
      /-p (\S+)/.exec(fs.readFileSync(path.join(sample.build, 'build.ninja'), 'utf8'))?.[1] ?? '';
    const changes = { [command]: `${other} ${sample.source}`, [`-p ${pygccxml}`]: `-p ${folder}` };
    const { code, report } = edited(changes, examine);
    assert.equal(code, 1);
    assert.match(steps(report), brokenAt('igenerator'));
    assert.match(messages(report), /^error: igenerator cannot import pygccxml\.\nwarning: NumPy/);
  });

  it('says that ccache in front of castxml does nothing, and that files are from the future', () => {
    const future = path.join(sample.source, 'CMakeLists.txt');
    const { atime, mtime } = fs.statSync(future);
    fs.utimesSync(future, atime, new Date(Date.now() + 3_600_000));
    try {
      const castxml = cacheEntry('CASTXML_EXECUTABLE');
      const { code, report } = edited({ [` ${castxml} -o`]: ` /usr/bin/ccache ${castxml} -o` }, examine);
      assert.equal(code, 1);
      assert.equal(report.canWrap, true);
      assert.match(messages(report), /^error: Files that CMake reads are from the future/);
      assert.match(messages(report), /^warning: ccache in front of castxml caches nothing/m);
    } finally {
      fs.utimesSync(future, atime, mtime);
    }
  });

  it('warns about a remote that does not answer, and prints no secret', async () => {
    const port = await closedPort();
    const remote = { ITK_WRAP_CACHE_REMOTE: `http://me:s3cret@127.0.0.1:${port}/` };
    const { status, stdout, stderr } = run(['--json', '--build', sample.build], remote);
    const report = JSON.parse(stdout) as DoctorReport;
    assert.equal(status, 0, 'builds go on without it');
    assert.match(messages(report), /^warning: The remote does not answer/);
    assert.deepEqual(report.findings[0]?.evidence, [`http://127.0.0.1:${port}/: ECONNREFUSED`]);
    assert.ok(!(stdout + stderr).includes('s3cret'));
  });

  it('warns about a store that cannot be written to', function () {
    const store = path.join(folder, 'store');
    fs.mkdirSync(store);
    const isRoot = process.getuid?.() === 0;
    // Permissions do not hold root back, but a read-only mount does.
    if (isRoot && !mounted(store, 'ro,size=1m')) this.skip();
    if (!isRoot) fs.chmodSync(store, 0o500);
    try {
      const { code, report } = examine({ ITK_WRAP_CACHE: store });
      assert.equal(code, 0);
      assert.match(messages(report), /^warning: No root of the store can be written to/m);
    } finally {
      if (isRoot) unmount(store);
      else fs.chmodSync(store, 0o700);
    }
  });

  it('reports a full disk', function () {
    const small = path.join(folder, 'small');
    fs.mkdirSync(small);
    if (!mounted(small, 'size=64k')) this.skip();
    try {
      const { code, report } = examine({ TMPDIR: small });
      assert.equal(code, 1);
      assert.match(steps(report), /(?:castxml|igenerator|swig|compile) failed/);
      assert.match(messages(report), /^error: The disk of the temporary files is full/m);
      fs.writeFileSync(path.join(small, 'fill'), Buffer.alloc(60 * 1024));
      assert.match(messages(examine({ TMPDIR: small }).report), /^error: Temporary files cannot be written/);
      assert.deepEqual(fs.readdirSync(small), ['fill']);
    } finally {
      unmount(small);
    }
  });

  it('ends a tool that hangs, with what it has started, at the limit and at Ctrl-C', async function () {
    if (process.platform !== 'linux') this.skip();
    const hanging = path.join(folder, 'castxml');
    const pidFile = path.join(folder, 'pid');
    fs.writeFileSync(
      hanging,
      `#!/bin/sh\n[ "$1" = --version ] && exit 1\nsleep 300 &\necho $! > ${pidFile}\nwait\n`,
      {
        mode: 0o755,
      },
    );
    const isGone = (): boolean => {
      const stat = fs.readFileSync(pidFile, 'utf8').trim();
      return (
        !fs.existsSync(`/proc/${stat}/cmdline`) ||
        !fs.readFileSync(`/proc/${stat}/cmdline`, 'utf8').includes('sleep')
      );
    };
    const changes = { [cacheEntry('CASTXML_EXECUTABLE')]: hanging };
    const { report } = edited(changes, () => examine({}, '--timeout', '1'));
    assert.equal(report.probe?.steps[0]?.reason, 'it took longer than 1 s, and was ended');
    assert.ok(isGone());
    fs.rmSync(pidFile);
    await new Promise<void>((resolve, reject) => {
      edited(changes, () => {
        const args = [script, 'doctor', '--build', sample.build, '--timeout', '60'];
        const child = spawn(process.execPath, args, {
          env: environment(),
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
        // The build must stay as it is until castxml runs.
        for (const began = Date.now(); !fs.existsSync(pidFile) && Date.now() - began < 30_000;)
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
        child.kill('SIGINT');
        child.on('close', (code) => {
          try {
            assert.equal(code, 2, output);
            assert.match(output, /castxml .*it was cancelled/);
            assert.match(output, /The examination was cancelled\./);
            resolve();
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      });
    });
    assert.ok(isGone());
    assert.deepEqual(fs.readdirSync(path.join(folder, 'tmp')), []);
  });

  it('checks the machine alone without a build', () => {
    const { status, stdout, stderr } = run(['--format', 'json'], {}, folder);
    const report = JSON.parse(stdout) as DoctorReport;
    assert.deepEqual([report.build, report.probe, report.canWrap], [null, null, null]);
    assert.match(stderr, /No build of .* was found.*\nOnly the machine is checked\./s);
    assert.equal(stateOf(report, 'castxml'), 'ok');
    assert.equal(status, report.findings.some(({ severity }) => severity === 'error') ? 1 : 0);
  });

  it('names the tools that are missing on PATH', () => {
    const { status, stdout } = run([], { PATH: folder }, folder);
    assert.equal(status, 1);
    for (const name of ['castxml', 'SWIG', 'Python', 'CMake', 'The C++ compiler'])
      assert.ok(stdout.includes(`✗ error: ${name} is missing.`), name);
    assert.ok(stdout.includes('! warning: ninja is missing.'));
  });

  it('refuses a folder that is not a build, and wrong usage', () => {
    assert.equal(run(['--build', folder]).status, 2);
    assert.equal(run(['--timeout', 'soon']).status, 2);
    assert.equal(run(['--format', 'xml']).status, 2);
  });
});

/** Mounts a file system in memory. False if this user may not. */
function mounted(folder: string, options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

function unmount(folder: string): void {
  execFileSync('umount', [folder]);
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}
