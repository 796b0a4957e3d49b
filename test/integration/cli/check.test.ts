import Ajv from 'ajv';
import draft4 from 'ajv/lib/refs/json-schema-draft-04.json';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { itkWrap } from '../../support/itk-wrap';
import { WrappedProject } from '../../support/wrapped-project';

const intensity = 'Modules/Filtering/ImageIntensity/wrapping';
const wrap = `${intensity}/itkNew.wrap`;
const header = 'Modules/Filtering/ImageIntensity/include/itkNew.h';
const headerText = 'namespace itk\n{\ntemplate <typename T>\nclass New\n{};\n}\n';
/** One error and one warning. */
const wrong = 'no_such_command()\nitk_wrap_class("itk::New")\n  itk_wrap_template("F" "float")\n';
const right = 'itk_wrap_class("itk::New")\n  itk_wrap_template("F" "float")\nitk_end_wrap_class()\n';

interface JsonReport {
  files: number;
  findings: { file: string; line: number; column: number; severity: string; code: string; message: string }[];
}

describe('itk-wrap check', () => {
  let project: WrappedProject | undefined;
  afterEach(() => project?.remove());

  const sample = (files: Record<string, string> = {}): WrappedProject =>
    (project = WrappedProject.sample({ [header]: headerText, ...files }));

  /** The codes of the findings by line, and the exit code. */
  const codes = async (folder: string, ...args: string[]): Promise<{ code: number; found: string[] }> => {
    const { code, stdout, stderr } = await itkWrap(folder, 'check', '--format', 'json', ...args);
    assert.notEqual(stdout, '', stderr);
    const { findings } = JSON.parse(stdout) as JsonReport;
    return { code, found: findings.map((one) => `${one.file}:${one.line} ${one.code}`) };
  };

  it('finds nothing in the sample, without a build and with one, and exits with 0', async () => {
    const { source, build } = sample({ [wrap]: right });
    assert.deepEqual(await codes(source), { code: 0, found: [] });
    assert.deepEqual(await codes(source, '--build', build), { code: 0, found: [] });
  });

  it('finds without a build what only an evaluation shows', async () => {
    const undefinedType =
      'itk_wrap_class("itk::New")\n  itk_wrap_template("X" "${ITKT_NOPE}")\nitk_end_wrap_class()\n';
    const { source } = sample({ [wrap]: undefinedType });
    assert.deepEqual(await codes(source), { code: 1, found: [`${wrap}:2 undefined-type`] });
  });

  it('uses the options of the build', async () => {
    const flat = 'itk_wrap_class("itk::New")\n  itk_wrap_template("X" "${ITKT_IF2}")\nitk_end_wrap_class()\n';
    project = WrappedProject.sample({ [header]: headerText, [wrap]: flat }, ['ITK_WRAP_IMAGE_DIMS:STRING=3']);
    const { source, build } = project;
    assert.deepEqual((await codes(source)).found, []);
    assert.deepEqual((await codes(source, '--build', build)).found, [`${wrap}:2 undefined-type`]);
    const overridden = await codes(source, '--build', build, '-D', 'ITK_WRAP_IMAGE_DIMS=2');
    assert.deepEqual(overridden.found, []);
  });

  it('prints lines that editors and terminals understand, with a summary', async () => {
    const { source } = sample({ [wrap]: wrong });
    const { code, stdout } = await itkWrap(source, 'check');
    assert.equal(code, 1);
    const [first = '', second = '', summary = ''] = stdout.trimEnd().split('\n');
    assert.match(
      first,
      /itkNew\.wrap:1:1: error: Nothing defines no_such_command\(\)\..* \[unknown-command\]$/,
    );
    assert.match(second, /itkNew\.wrap:2:1: warning: .* \[unclosed-class\]$/);
    assert.match(summary, /^\d+ files checked: 1 error, 1 warning$/);
  });

  it('reports and counts only findings of the given severity and above', async () => {
    const { source } = sample({ [wrap]: right.replace('\nitk_end_wrap_class()', '') });
    assert.deepEqual(await codes(source), { code: 1, found: [`${wrap}:1 unclosed-class`] });
    assert.deepEqual(await codes(source, '--severity', 'error'), { code: 0, found: [] });
  });

  it('reports a method whose type nothing wraps, before any tool has run', async () => {
    const body =
      'namespace itk\n{\nclass AdaptorOfNobody\n{};\n\ntemplate <typename T>\nclass Filter\n{\npublic:\n' +
      '  Adaptor * GetAdaptor() const { return nullptr; }\n  AdaptorOfNobody * GetOther() const { return nullptr; }\n' +
      'protected:\n  AdaptorOfNobody * GetHidden() const;\n};\n}\n';
    const external = WrappedProject.external('Methods', {
      'include/itkFilter.h': body,
      'include/itkAdaptor.h': 'namespace itk\n{\nclass Adaptor\n{};\n}\n',
      'wrapping/itkFilter.wrap': right.replace('itk::New', 'itk::Filter'),
    });
    project = external;
    const inputs = path.join(external.itk, 'Wrapping/castxml_inputs');
    mkdirSync(inputs, { recursive: true });
    const wraps = (type: string): string =>
      `namespace _wrapping_\n{\n  namespace wrappers\n  {\n    using x=${type};\n  }\n}\n`;
    writeFileSync(path.join(inputs, 'itkAdaptor.cxx'), wraps('itk::Adaptor'));
    const { source, build } = external;
    const found = ['wrapping/itkFilter.wrap:2 method-type-not-wrapped'];
    assert.deepEqual(await codes(source, '--build', build, '--severity', 'information'), { code: 1, found });
    assert.deepEqual(await codes(source, '--build', build), { code: 0, found: [] });
    writeFileSync(path.join(inputs, 'itkAdaptor.cxx'), wraps('itk::Other'));
    const both = await codes(source, '--build', build, '--severity', 'hint');
    assert.deepEqual(both.found, [...found, ...found]);
  });

  it('reports only files in the given paths, but knows the rest of the tree', async () => {
    const { source } = sample({ [wrap]: wrong });
    assert.deepEqual(await codes(source, 'Modules/Core'), { code: 0, found: [] });
    const own = await codes(path.join(source, intensity), 'itkNew.wrap');
    assert.deepEqual(own.found, ['itkNew.wrap:1 unknown-command', 'itkNew.wrap:2 unclosed-class']);
  });

  it('exits with 2 if it cannot run', async () => {
    const { source } = sample();
    const cases: [string[], RegExp][] = [
      [['no/such/path'], /no\/such\/path does not exist/],
      [['--build', 'Modules'], /is not a build/],
      [['Modules/Core/Common/include'], /there is nothing to check/],
      [['--since', 'HEAD'], /not in a git repository/],
      [['--format', 'xml'], /Allowed choices/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await itkWrap(source, 'check', ...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, message);
    }
  });

  it('writes SARIF 2.1.0 that its schema accepts', async () => {
    const { source } = sample({ [wrap]: wrong.replace('no_such_command', 'itk_wrap_inclde') });
    const { stdout } = await itkWrap(source, 'check', '--format', 'sarif');
    const log = JSON.parse(stdout) as {
      runs: { results: { ruleId: string; fixes?: unknown[]; locations: unknown[] }[] }[];
    };
    const ajv = new Ajv({ schemaId: 'id', meta: false, unknownFormats: 'ignore' });
    ajv.addMetaSchema(draft4);
    const isValid = ajv.compile(sarifSchema);
    assert.ok(isValid(log), JSON.stringify(isValid.errors, null, 1));
    const [first] = log.runs[0]!.results;
    assert.equal(first!.ruleId, 'unknown-command');
    assert.equal(first!.fixes?.length, 1);
    assert.deepEqual(first!.locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: wrap, uriBaseId: '%SRCROOT%' },
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 16 },
        },
      },
    ]);
  });

  it('writes annotations for GitHub', async () => {
    const { source } = sample({ [wrap]: wrong });
    const { code, stdout } = await itkWrap(source, 'check', '--format', 'github');
    assert.equal(code, 1);
    const [first = '', second = ''] = stdout.split('\n');
    assert.match(
      first,
      new RegExp(`^::error file=${wrap},line=1,col=1,endColumn=16,title=unknown-command::Nothing`),
    );
    assert.match(second, /^::warning file=.*,title=unclosed-class::/);
  });

  it('repairs what has exactly one repair, keeps line ends, and reports the rest', async () => {
    const text = 'WRAP_CLASS("itk::New")\r\n  itk_wrap_template("F" "float")\r\nno_such_command()\r\n';
    const { source } = sample({ [wrap]: text });
    const { code, stdout, stderr } = await itkWrap(source, 'check', '--fix', wrap);
    assert.equal(code, 1);
    assert.match(stderr, /^2 fixes applied$/m);
    assert.match(stdout, /no_such_command/);
    assert.doesNotMatch(stdout, /WRAP_CLASS|unclosed/);
    const now = readFileSync(path.join(source, wrap), 'utf8');
    assert.ok(now.startsWith('itk_wrap_class("itk::New")\r\n'), now);
    assert.match(now, /itk_end_wrap_class\(\)/);
    assert.doesNotMatch(now.replaceAll('\r\n', ''), /\n/);
  });

  describe('--since', () => {
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd: project!.source,
        encoding: 'utf8',
      });
    const commit = (message: string): void => {
      git('add', '--all');
      git('commit', '--quiet', '--message', message);
    };
    const repository = (files: Record<string, string>): string => {
      const { source } = sample(files);
      git('init', '--quiet', '--initial-branch=main');
      commit('first');
      return source;
    };

    it('reports findings on lines that the branch or the working tree has changed', async () => {
      const old = `${intensity}/itkOld.wrap`;
      const source = repository({ [wrap]: right, [old]: wrong });
      git('checkout', '--quiet', '-b', 'topic');
      writeFileSync(path.join(source, wrap), `${right}no_such_command()\n`);
      commit('second');
      git('checkout', '--quiet', 'main');
      writeFileSync(path.join(source, old), `${wrong}\n# on the base branch\n`);
      commit('third');
      git('checkout', '--quiet', 'topic');
      assert.deepEqual(await codes(source, '--since', 'main'), {
        code: 1,
        found: [`${wrap}:4 unknown-command`],
      });
      writeFileSync(path.join(source, old), `other_command()\n${wrong}`);
      assert.deepEqual((await codes(source, '--since', 'main')).found, [
        `${wrap}:4 unknown-command`,
        `${old}:1 unknown-command`,
      ]);
      assert.equal((await codes(source)).found.length, 4);
    });

    it('takes new files as they are, whatever their names', async () => {
      const source = repository({ [wrap]: wrong });
      const names = ['itk "quoted"\\$(touch x).wrap', '-itkDash.wrap', 'itkÜmlaut.wrap', 'itk\nline.wrap'];
      for (const name of names) writeFileSync(path.join(source, intensity, name), 'no_such_command()\n');
      const { found } = await codes(source, '--since', 'HEAD');
      assert.deepEqual(found.sort(), names.map((name) => `${intensity}/${name}:1 unknown-command`).sort());
      git('add', '--all');
      assert.equal((await codes(source, '--since', 'HEAD')).found.length, names.length);
      commit('second');
      for (const name of names)
        writeFileSync(path.join(source, intensity, name), 'no_such_command()\n\nalso_unknown()\n');
      const edited = await codes(source, '--since', 'HEAD');
      assert.deepEqual(
        edited.found.sort(),
        names.map((name) => `${intensity}/${name}:3 unknown-command`).sort(),
      );
    });

    it('ignores programs that the repository configures for git', async () => {
      const source = repository({ [wrap]: right });
      const mark = path.join(source, 'ran');
      git('config', 'core.fsmonitor', `touch ${mark}`);
      git('config', 'diff.external', `touch ${mark}`);
      git('config', 'diff.t.textconv', `touch ${mark}`);
      writeFileSync(path.join(source, '.git/info/attributes'), '*.wrap diff=t\n');
      rmSync(mark, { force: true });
      writeFileSync(path.join(source, wrap), `${right}no_such_command()\n`);
      assert.deepEqual((await codes(source, '--since', 'HEAD')).found, [`${wrap}:4 unknown-command`]);
      assert.throws(() => readFileSync(mark), /ENOENT/);
    });

    it('refuses what is not a revision', async () => {
      const source = repository({ [wrap]: right });
      for (const revision of ['nowhere', '--output=x', 'HEAD^{tree}'])
        assert.match((await itkWrap(source, 'check', `--since=${revision}`)).stderr, /revision/);
    });
  });
});

describe('itk-wrap format', () => {
  let project: WrappedProject | undefined;
  afterEach(() => project?.remove());
  const ragged = 'IF(A)\nset( B   c)\nendif()\n';

  it('formats as the editor does, and then finds nothing to change', async () => {
    const { source } = (project = WrappedProject.sample({ [wrap]: ragged, '.gersemirc': 'indent: 3\n' }));
    const check = await itkWrap(source, 'format', '--check', wrap);
    assert.equal(check.code, 1);
    assert.equal(check.stdout, `${wrap} would change\n`);
    assert.equal(readFileSync(path.join(source, wrap), 'utf8'), ragged);
    assert.equal((await itkWrap(source, 'format', '.')).code, 0);
    assert.match(readFileSync(path.join(source, wrap), 'utf8'), /^if\(A\)\n {3}set\(B c\)/);
    assert.deepEqual(
      await itkWrap(source, 'format', '--check', '.').then(({ code, stdout }) => [code, stdout]),
      [0, ''],
    );
  });

  it('finds the CMakeLists.txt of a wrapping folder that is named', async () => {
    const { source } = (project = WrappedProject.sample({
      [`${intensity}/CMakeLists.txt`]: 'SET( A   B )\n',
    }));
    const { stdout } = await itkWrap(source, 'format', '--check', intensity);
    assert.match(stdout, /wrapping\/CMakeLists\.txt would change/);
  });

  it('leaves a file alone that CMake cannot parse, and exits with 2', async () => {
    const { source } = (project = WrappedProject.sample({ [wrap]: 'SET( A   B\n' }));
    const { code, stderr } = await itkWrap(source, 'format', wrap);
    assert.equal(code, 2);
    assert.match(stderr, /itkNew\.wrap:1:\d+: .*left as it is/);
    assert.equal(readFileSync(path.join(source, wrap), 'utf8'), 'SET( A   B\n');
  });
});
