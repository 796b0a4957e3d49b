import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import type { Diagnostic, EditFix } from '../../../../../../server/src/wrapping/diagnostics/diagnostic';
import { Workspace } from '../../../../../support/language';

const peel = 'wrapping/itkPeelFilter.wrap';

describe('a class that no header defines', () => {
  let dir: string;
  beforeEach(() => (dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-headers-')))));
  afterEach(() => rmSync(dir, { recursive: true }));

  const check = async (depends = ''): Promise<Diagnostic[]> => {
    const files = {
      'itk-module.cmake': `itk_module(Mod ${depends})`,
      'include/itkPeelFilter.h': 'namespace itk { class PeelFilter {}; }',
      [peel]: 'itk_wrap_class("itk::Unheard" POINTER)\nitk_end_wrap_class()\n',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
      writeFileSync(path.join(dir, name), text);
    }
    const workspace = await Workspace.scan(dir);
    return checkScript(workspace.context(path.join(dir, peel), files[peel])).filter(
      ({ code }) => code === 'include-missing',
    );
  };

  it('is reported, and the class that the file is named after is suggested', async () => {
    const [found] = await check();
    assert.match(
      found!.message,
      /^There is no itkUnheard\.h, which ITK includes for itk::Unheard\..*itk::PeelFilter/,
    );
    assert.deepEqual((found!.fixes![0] as EditFix).edits[0]!.newText, 'itk::PeelFilter');
  });

  it('is not reported if a module that is not known may have the header', async () => {
    assert.deepEqual(await check('DEPENDS Elsewhere'), []);
  });
});
