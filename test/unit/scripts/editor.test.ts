import assert from 'node:assert/strict';
import { openableBuild, sourceOf } from '../../../scripts/lib/build-folder.mjs';
import { query } from '../../../scripts/lib/e2e/browser.mjs';
import { watchSuite } from '../../../scripts/lib/e2e/watch.mjs';
import { withoutEditor } from '../../../scripts/lib/editor-server.mjs';
import { desktopEditor } from '../../../scripts/lib/editor.mjs';

describe('desktopEditor', () => {
  const isProgram = (file: string): boolean => file === '/opt/bin/code';
  it('finds the first `code` on the path', () => {
    const env = { PATH: '/usr/bin:/opt/bin', DISPLAY: ':0' };
    assert.equal(desktopEditor({ env, platform: 'linux', isProgram }), '/opt/bin/code');
  });
  it('finds none if there is no desktop to show it on', () => {
    assert.equal(desktopEditor({ env: { PATH: '/opt/bin' }, platform: 'linux', isProgram }), undefined);
    assert.equal(
      desktopEditor({ env: { PATH: '/opt/bin' }, platform: 'darwin', isProgram }),
      '/opt/bin/code',
    );
  });
  it('finds none if none is installed', () => {
    assert.equal(desktopEditor({ env: { DISPLAY: ':0' }, platform: 'linux', isProgram }), undefined);
  });
});

describe('openableBuild', () => {
  it('finds the source folder of a build', () => {
    const cache = '//Source\r\nCMAKE_HOME_DIRECTORY:INTERNAL=/src/my itk\r\n';
    assert.equal(sourceOf(cache), '/src/my itk');
    assert.deepEqual(
      openableBuild('/build', () => cache),
      { build: '/build', source: '/src/my itk' },
    );
  });
  it('says what is wrong with a folder that is not a build', () => {
    assert.throws(() => openableBuild('/x', () => undefined), /\/x is not a build folder.*CMakeCache\.txt/);
    assert.throws(() => openableBuild('/x', () => 'half wri'), /CMAKE_HOME_DIRECTORY/);
  });
});

describe('withoutEditor', () => {
  it('hides the editor that the script itself runs in', () => {
    const env = { PATH: '/bin', VSCODE_IPC_HOOK_CLI: '/run/x', PORT: '80', PASSWORD: 'p', HOME: '/root' };
    assert.deepEqual(withoutEditor(env), { PATH: '/bin', HOME: '/root' });
  });
});

describe('query', () => {
  it('has the folder, extension and tests as paths on the server', () => {
    const said = new URLSearchParams(
      query({ server: 'http://127.0.0.1:81', open: '/a b', extension: '/ext', tests: '/t.js' }),
    );
    assert.equal(said.get('folder'), '/a b');
    assert.deepEqual(JSON.parse(said.get('payload') ?? ''), [
      ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:81/ext'],
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:81/t.js'],
    ]);
  });
});

describe('watchSuite', () => {
  function watch() {
    let time = 1;
    let tick = (): void => {};
    const suite = watchSuite({
      limitMs: 600_000,
      print: () => {},
      now: () => time,
      every: (check: () => void) => {
        tick = check;
        return undefined;
      },
    });
    suite.begin();
    const pass = (ms: number): void => {
      time += ms;
      tick();
    };
    return { suite, pass };
  }

  it('counts what the suite reports until its end', async () => {
    const { suite } = watch();
    suite.hear({ type: 'begin', process: 7 });
    for (const type of ['pass', 'pass', 'fail', 'skip', 'end']) suite.hear({ type });
    assert.deepEqual(await suite.outcome, { passed: 2, failed: 1, skipped: 1, problem: undefined });
  });

  it('names the scenes that were tried twice, and counts each of them once', async () => {
    const lines: string[] = [];
    const suite = watchSuite({
      limitMs: 600_000,
      print: (text: string) => lines.push(text),
      every: () => undefined,
    });
    suite.begin();
    suite.hear({ type: 'begin', process: 7 });
    suite.hear({ type: 'again', title: 'opens', depth: 1, error: 'Error: late' });
    suite.hear({ type: 'pass', title: 'opens', depth: 1, ms: 7 });
    suite.hear({ type: 'end' });
    assert.deepEqual(await suite.outcome, { passed: 1, failed: 0, skipped: 0, problem: undefined });
    assert.match(lines[0]!, /opens.*once more\nError: late/s);
    assert.equal(lines.at(-1), '↻ Tried twice: opens');
  });

  it('notices a suite that never begins', async () => {
    const { suite, pass } = watch();
    pass(121_000);
    assert.match((await suite.outcome).problem, /No scene began/);
  });

  it('notices an extension host that falls silent', async () => {
    const { suite, pass } = watch();
    suite.hear({ type: 'begin', process: 7 });
    pass(30_000);
    suite.hear({ type: 'alive' });
    pass(30_000);
    suite.hear({ type: 'pass' });
    pass(46_000);
    const { problem, passed } = await suite.outcome;
    assert.match(problem, /silent for 45 s/);
    assert.equal(passed, 1);
  });

  it('notices a second extension host after a crash', async () => {
    const { suite } = watch();
    suite.hear({ type: 'begin', process: 7 });
    suite.hear({ type: 'begin', process: 8 });
    assert.match((await suite.outcome).problem, /crashed/);
  });

  it('ends a suite that never finishes, and one whose window closes', async () => {
    const lasting = watch();
    lasting.suite.hear({ type: 'begin', process: 7 });
    for (let second = 0; second < 600; second += 10) {
      lasting.suite.hear({ type: 'alive' });
      lasting.pass(10_001);
    }
    assert.match((await lasting.suite.outcome).problem, /did not end within 600 s/);
    const closed = watch();
    closed.suite.exited(3);
    assert.match((await closed.suite.outcome).problem, /closed .* 3/);
  });
});
