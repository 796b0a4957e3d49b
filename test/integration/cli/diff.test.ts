import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { itkWrap } from '../../support/itk-wrap';
import { root } from '../../support/repository';
import { WrappedProject } from '../../support/wrapped-project';

const intensity = 'Modules/Filtering/ImageIntensity';
const abs = `${intensity}/wrapping/itkAbsImageFilter.wrap`;
const add = `${intensity}/wrapping/itkAddImageFilter.wrap`;
const threshold = 'Modules/Segmentation/Thresholding/wrapping/itkThresholdImageFilter.wrap';
const right =
  'itk_wrap_class("itk::New")\n  itk_wrap_template("F" "float")\n  itk_wrap_template("D" "double")\nitk_end_wrap_class()\n';
const headerOf = (name: string): string => `namespace itk\n{\ntemplate <typename T>\nclass ${name}\n{};\n}\n`;

interface Alias {
  place?: number | null;
  name: string;
  cppType: string;
  line: number | null;
}
interface Json {
  revision: string;
  movedBy: string[];
  base: string;
  head: string | null;
  files: number;
  modules: { added: string[]; removed: string[] };
  types: {
    name: string;
    kind: string;
    module: string;
    wrap: string;
    renamedFrom: string | null;
    added: Alias[];
    removed: Alias[];
    changed: (Alias & { before: string })[];
    lines: { line: number; text: string }[];
  }[];
  headersWithoutWrap: { name: string; header: string }[];
  diagnostics: { added: { file: string; code: string; line: number }[]; resolved: { code: string }[] };
  typesToRun: number;
}

describe('itk-wrap diff', () => {
  let project: WrappedProject;
  let temporary: string;

  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      cwd: project.source,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const commit = (message = 'change'): void => {
    git('add', '-A');
    git('commit', '-qm', message);
  };
  const textOf = (file: string): string => readFileSync(path.join(project.source, file), 'utf8');

  /** Everything that git and the disk say about the user's tree. */
  const everything = (): string[] => {
    const files = readdirSync(project.source, { recursive: true, encoding: 'utf8' }).sort();
    return [
      git('--no-optional-locks', 'status', '--porcelain=v2', '--branch'),
      git('stash', 'list'),
      git('for-each-ref'),
      readFileSync(path.join(project.source, '.git/index')).toString('base64'),
      ...files,
    ];
  };

  /** Runs the command, and checks that it leaves nothing behind and the user's tree as it was. */
  const diff = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const before = everything();
    const found = await itkWrap(project.source, 'diff', ...args);
    assert.deepEqual(everything(), before);
    assert.deepEqual(readdirSync(temporary), []);
    return found;
  };
  const json = async (...args: string[]): Promise<Json> => {
    const { code, stdout, stderr } = await diff(...args, '--format', 'json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Json;
  };

  const variable = process.env.TMPDIR;
  beforeEach(() => {
    temporary = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-diff-test-')));
    project = WrappedProject.sample({
      [`${intensity}/include/itkNew.h`]: headerOf('New'),
      [`${intensity}/wrapping/itkNew.wrap`]: right,
    });
    git('init', '-q', '-b', 'main');
    commit('base');
    process.env.TMPDIR = temporary;
  });
  afterEach(() => {
    if (variable === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = variable;
    project.remove();
    rmSync(temporary, { recursive: true, force: true });
  });

  it('finds nothing if nothing that matters has changed', async () => {
    project.write({ 'README.md': 'another text\n' });
    const found = await json('HEAD');
    assert.deepEqual([found.files, found.types, found.typesToRun], [0, [], 0]);
    project.write({ [abs]: `# A comment.\n${textOf(abs)}` });
    const { types, diagnostics, files } = await json('HEAD');
    assert.deepEqual([files, types, diagnostics], [1, [], { added: [], resolved: [] }]);
  });

  it('names the lines of instantiations that uncommitted edits add, remove and change', async () => {
    const wrap = `${intensity}/wrapping/itkNew.wrap`;
    const fresh =
      'itk_wrap_class("itk::New")\n  itk_wrap_template("F" "int")\n\n  itk_wrap_template("L" "long")\nitk_end_wrap_class()\n';
    project.write({ [wrap]: fresh });
    const { types, head, typesToRun } = await json('HEAD');
    assert.equal(head, null);
    assert.equal(typesToRun, 1);
    const told = types.map(({ name, kind, added, removed, changed }) => ({
      name,
      kind,
      added: added.map((one) => `${one.name}:${one.line}`),
      removed: removed.map((one) => `${one.name}:${one.line}`),
      changed: changed.map((one) => `${one.name}:${one.line} ${one.before} → ${one.cppType}`),
    }));
    assert.deepEqual(told, [
      {
        name: 'itkNew',
        kind: 'changed',
        added: ['itkNewL:4'],
        removed: ['itkNewD:3'],
        changed: ['itkNewF:2 itk::New< float > → itk::New< int >'],
      },
    ]);
    assert.equal(types[0]!.removed[0]!.place, 3);
    assert.deepEqual(types[0]!.lines.slice(0, 2), [
      { line: 2, text: 'itk_wrap_template("F" "int")' },
      { line: 3, text: '' },
    ]);
  });

  it('reports new and resolved diagnostics, and not those that move or whose file is renamed', async () => {
    project.write({ [add]: `${textOf(add)}no_such_command()\n`, [abs]: `${textOf(abs)}another_command()\n` });
    commit();
    git('mv', add, `${path.dirname(add)}/itkNewName.wrap`);
    project.write({
      [`${path.dirname(add)}/itkNewName.wrap`]: `\n\n${textOf(`${path.dirname(add)}/itkNewName.wrap`)}`,
      [abs]: textOf(abs).replace('another_command', 'third_command'),
    });
    const { diagnostics } = await json('HEAD');
    const of = (code: string): Json['diagnostics']['added'] =>
      diagnostics.added.filter((one) => one.code === code);
    assert.deepEqual(
      of('unknown-command').map(({ file }) => file),
      [abs],
    );
    assert.equal(diagnostics.resolved.filter(({ code }) => code === 'unknown-command').length, 1);
  });

  it('reports added and removed modules and types, and new headers without a .wrap', async () => {
    git('checkout', '-qb', 'topic');
    const fresh = 'Modules/Filtering/Fresh';
    project.write({
      [`${fresh}/CMakeLists.txt`]: textOf(`${intensity}/CMakeLists.txt`).replaceAll(
        'ITKImageIntensity',
        'ITKFresh',
      ),
      [`${fresh}/itk-module.cmake`]: 'itk_module(ITKFresh\n  DEPENDS\n    ITKCommon\n)\n',
      [`${fresh}/include/itkFresh.h`]: headerOf('Fresh'),
      [`${fresh}/include/itkForgotten.h`]: headerOf('Forgotten'),
      [`${fresh}/wrapping/CMakeLists.txt`]: textOf(`${intensity}/wrapping/CMakeLists.txt`).replaceAll(
        'ITKImageIntensity',
        'ITKFresh',
      ),
      [`${fresh}/wrapping/itkFresh.wrap`]: right.replace('itk::New', 'itk::Fresh'),
    });
    git('rm', '-qr', path.dirname(path.dirname(threshold)));
    commit();
    const { modules, types, headersWithoutWrap } = await json('main', 'topic');
    assert.deepEqual(modules, { added: ['ITKFresh'], removed: ['ITKThresholding'] });
    const kinds = types.map(({ name, kind }) => `${kind} ${name}`).sort();
    assert.deepEqual(kinds, [
      'added itkFresh',
      'removed itkBinaryThresholdImageFilter',
      'removed itkThresholdImageFilter',
    ]);
    assert.deepEqual(
      headersWithoutWrap.map(({ header }) => header),
      [`${fresh}/include/itkForgotten.h`],
    );
    const { code } = await diff('main', 'topic', '--fail-on', 'removed');
    assert.equal(code, 1);
  });

  it('compares with the merge base, or with --exact with the revision itself, in a detached HEAD too', async () => {
    git('checkout', '-qb', 'topic');
    project.write({ [abs]: '' });
    commit();
    git('checkout', '-q', 'main');
    project.write({ [add]: '' });
    commit();
    git('checkout', '-q', '--detach', 'topic');
    const names = async (...args: string[]): Promise<string[]> =>
      (await json(...args)).types.map(({ name }) => name);
    assert.deepEqual(await names('main'), ['itkAbsImageFilter']);
    assert.deepEqual(await names('main', 'HEAD', '--exact'), ['itkAbsImageFilter', 'itkAddImageFilter']);
  });

  it('compares with the base of the branch if no revision is named, and lists what to compare with', async () => {
    git('tag', 'v1');
    git('checkout', '-qb', 'topic');
    project.write({ [abs]: '' });
    commit();
    const found = await json();
    assert.equal(found.revision, 'main');
    assert.deepEqual(
      found.types.map(({ name }) => name),
      ['itkAbsImageFilter'],
    );
    const branch = path.join(project.source, '.git/logs/refs/heads/main');
    assert.ok(found.movedBy.includes(branch), found.movedBy.join());
    for (const file of found.movedBy) assert.ok(existsSync(file), file);
    const { stdout } = await diff('--list');
    assert.deepEqual(stdout.trim().split('\n').sort(), ['main', 'topic', 'v1']);
    assert.match(stdout, /^main\n/);
    git('branch', '-q', '-D', 'main');
    const none = await diff('--format', 'json');
    assert.equal(none.code, 2);
    assert.deepEqual(JSON.parse(none.stdout), { problem: 'no-base' });
    assert.match(none.stderr, /The base of the branch is not known.* Name a revision/);
  });

  it('needs the history: in a shallow clone it says how to get it', async () => {
    project.write({ [abs]: `${textOf(abs)}# x\n` });
    commit();
    const clone = path.join(project.dir, 'clone');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${project.source}`, clone], {
      stdio: 'ignore',
    });
    const parent = await itkWrap(clone, 'diff', 'HEAD~1');
    assert.equal(parent.code, 2);
    assert.match(parent.stderr, /git knows no commit HEAD~1 here\. .*shallow clone/);
    const told = await itkWrap(clone, 'diff', 'HEAD~1', '--format', 'json');
    assert.deepEqual([told.code, JSON.parse(told.stdout)], [2, { problem: 'unknown-revision' }]);
    assert.equal((await itkWrap(clone, 'diff', 'HEAD')).code, 0);
  });

  it('works in a subfolder, with a build’s options, and the copy’s path shows nowhere', async () => {
    const wrap = 'itk_wrap_class("itk::New")\n  itk_wrap_template("X" "${ITKT_IF2}")\nitk_end_wrap_class()\n';
    project.write({ [`${intensity}/wrapping/itkNew.wrap`]: wrap });
    project.write({ [`${intensity}/include/itkForgotten.h`]: headerOf('Forgotten') });
    const folder = path.join(project.source, intensity);
    const plain = await itkWrap(folder, 'diff', 'HEAD', '--format', 'markdown');
    assert.equal(plain.code, 0, plain.stderr);
    assert.match(plain.stdout, /<code>itkNewX<\/code>/);
    const args = ['HEAD', '--build', project.build, '-D', 'ITK_WRAP_IMAGE_DIMS=3'];
    const { stdout, code } = await itkWrap(folder, 'diff', ...args, '--fail-on', 'new-error', 'new-warning');
    assert.match(stdout, /undefined-type/);
    assert.match(stdout, /itkForgotten\.h: itk::Forgotten/);
    assert.equal(code, 1);
    for (const text of [plain.stdout, stdout]) assert.doesNotMatch(text, /itk-wrap-diff-/);
  });

  it('starts no program that the repository’s configuration names', async () => {
    const trap = path.join(project.dir, 'trap');
    const touch = `touch ${trap}`;
    for (const [name, value] of Object.entries({
      'core.fsmonitor': touch,
      'core.pager': touch,
      'core.sshCommand': touch,
      'core.hooksPath': project.dir,
      'diff.external': touch,
      'filter.x.clean': touch,
      'filter.x.smudge': touch,
      'filter.x.process': touch,
      'diff.x.textconv': touch,
    }))
      git('config', name, value);
    project.write({ '.gitattributes': '*.wrap filter=x diff=x\n', [abs]: '' });
    const found = await itkWrap(project.source, 'diff', 'HEAD', '--format', 'json');
    assert.equal(found.code, 0, found.stderr);
    assert.deepEqual(
      (JSON.parse(found.stdout) as Json).types.map(({ name }) => name),
      ['itkAbsImageFilter'],
    );
    assert.ok(!existsSync(trap));
  });

  it('reads files of any name, and links that lead out of the tree change nothing', async () => {
    const odd = `${intensity}/wrapping/itk $(touch x) \`é\`.wrap`;
    project.write({ [odd]: 'no_such_command()\n', [`${intensity}/wrapping/-x.cmake`]: '' });
    execFileSync('ln', ['-s', '/etc/passwd', path.join(project.source, intensity, 'wrapping/itkLink.wrap')]);
    commit();
    const { diagnostics } = await json('HEAD~1', 'HEAD');
    assert.ok(diagnostics.added.some(({ file }) => file === odd));
    assert.ok(!diagnostics.added.some(({ file }) => file.includes('itkLink')));
  });

  it('exits with 2 and says what to do if it cannot compare', async () => {
    const cases: [string[], RegExp][] = [
      [['nope'], /git knows no commit nope here/],
      [['HEAD', 'nope'], /git knows no commit nope here/],
      [['HEAD', '--source', 'nowhere'], /does not exist/],
      [['--', '--output=x'], /“--output=x” is not a revision/],
      [['HEAD', '--fail-on', 'anything'], /Allowed choices/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await diff(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, message);
    }
    const outside = path.join(project.dir, 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'itk-module.cmake'), '');
    const { code, stderr } = await itkWrap(outside, 'diff', 'HEAD');
    assert.equal(code, 2);
    assert.match(stderr, /not in the working tree of a git repository/);
  });

  it('removes its copies if it is interrupted', async () => {
    project.write({ [abs]: '' });
    const child = spawn(process.execPath, [path.join(root, 'dist/itk-wrap.js'), 'diff', 'HEAD'], {
      cwd: project.source,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
    while (readdirSync(temporary).length === 0 && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    assert.equal(await ended, 130);
    assert.deepEqual(readdirSync(temporary), []);
  });
});
