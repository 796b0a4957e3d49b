import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { root } from '../../support/repository';
import { WrappedProject } from '../../support/wrapped-project';

const wrap = 'Modules/Filtering/ImageIntensity/wrapping/itkNew.wrap';

describe('itk-wrap predict', () => {
  let project: WrappedProject | undefined;
  afterEach(() => project?.remove());

  /** The exit code, and the reported problems as `severity [code]`. */
  const run = (text: string, ...more: string[]): Promise<{ code: number; reported: string[] }> => {
    project = WrappedProject.sample({ [wrap]: text });
    const args = [path.join(root, 'dist/itk-wrap.js'), 'predict', '--build', project.build, ...more];
    return new Promise((resolve) =>
      execFile(process.execPath, args, { maxBuffer: 1 << 26 }, (error, _, stderr) => {
        const lines = [...stderr.matchAll(/itkNew\.wrap:\d+:\d+: (\w+): .* \[([\w-]+)\]$/gm)];
        const reported = lines.map(([, severity, code]) => `${severity} ${code}`);
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, reported });
      }),
    );
  };
  const unclosed = 'itk_wrap_class("itk::New")\n  itk_wrap_template("F" "float")\n';

  it('prints warnings with the same severity as the editor, and exits with 0', async () => {
    assert.deepEqual(await run(unclosed), { code: 0, reported: ['warning unclosed-class'] });
  });

  it('prints less or more with --severity', async () => {
    assert.deepEqual(await run(unclosed, '--severity', 'error'), { code: 0, reported: [] });
    project!.remove();
    const empty = 'itk_wrap_class("itk::New")\nitk_end_wrap_class()\n';
    assert.deepEqual(await run(empty), { code: 0, reported: [] });
    project!.remove();
    const all = await run(empty, '--severity', 'hint');
    assert.deepEqual(all, { code: 0, reported: ['information nothing-wrapped'] });
  });

  it('exits with 1 if it finds an error, whether it prints it or not', async () => {
    const wrong = 'no_such_command()\n';
    assert.deepEqual(await run(wrong), { code: 1, reported: ['error unknown-command'] });
    project!.remove();
    assert.deepEqual(await run(wrong, '--severity', 'none'), { code: 1, reported: [] });
  });
});
