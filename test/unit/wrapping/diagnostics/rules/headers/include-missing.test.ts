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

describe('a class with its own SWIG name', () => {
  const check = async (text: string): Promise<Diagnostic[]> => {
    const workspace = await Workspace.of({ '/w/Mod/itk-module.cmake': 'itk_module(Mod)' });
    workspace.addHeader(
      '/w/Mod/include/itkShifts.h',
      'namespace itk { namespace Functor { class Shift {}; } }',
    );
    return checkScript(workspace.context('/w/Mod/wrapping/itkShift.wrap', text)).filter(
      ({ code }) => code === 'include-missing',
    );
  };
  const shift = 'itk_wrap_named_class("itk::Functor::Shift" "Shift")\nitk_end_wrap_class()\n';

  it('is reported if nothing includes its header, and repaired', async () => {
    const [one] = await check(shift);
    assert.equal(
      one!.message,
      'itk_wrap_named_class includes no header for itk::Functor::Shift. castxml will stop. The class is defined in itkShifts.h.',
    );
    const [edit] = (one!.fixes![0] as EditFix).edits;
    assert.equal(edit!.newText, 'itk_wrap_include("itkShifts.h")\n');
    assert.deepEqual(await check(edit!.newText + shift), []);
  });

  it('is not reported if anything else in the file includes a header', async () => {
    assert.deepEqual(await check(`${shift}itk_wrap_simple_class("itk::Other")\n`), []);
  });
});
