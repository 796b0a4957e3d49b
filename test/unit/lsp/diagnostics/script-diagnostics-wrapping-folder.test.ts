import assert from 'node:assert/strict';
import path from 'node:path';
import { diagnosticsOf } from '../../../../server/src/lsp/diagnostics/script-diagnostics';
import { Workspace } from '../../../support/language';
import { tempDir, writeFiles } from '../../../support/temp-dir';

const text = 'itk_wrap_module(Own)\nitk_auto_load_submodules()\nitk_end_wrap_module()\n';

describe('a wrapping folder without .wrap files', () => {
  const dir = tempDir();

  async function codes(files: Record<string, string>, scan = true): Promise<unknown[]> {
    const lists = path.join(dir(), 'wrapping/CMakeLists.txt');
    writeFiles(dir(), { 'itk-module.cmake': 'itk_module(Own)', 'wrapping/CMakeLists.txt': text, ...files });
    const workspace = scan ? await Workspace.scan(dir()) : await Workspace.of();
    return diagnosticsOf({ ...workspace.context(lists, text), inBuild: false }, {}).map(
      ({ code, range, message }) => [
        code,
        range.start.line,
        /^Own has no \.wrap file/.test(message as string),
      ],
    );
  }

  it('is reported in its CMakeLists.txt', async () => {
    assert.deepEqual(await codes({}), [['no-wrap-files', 0, true]]);
    assert.deepEqual(await codes({ 'wrapping/itkA.txt': '' }), [['no-wrap-files', 0, true]]);
  });

  it('is fine once there is a file, and before the folder was read', async () => {
    assert.deepEqual(await codes({ 'wrapping/itkA.wrap': '' }), []);
    assert.deepEqual(await codes({}, false), []);
  });
});
