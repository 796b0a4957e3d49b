import assert from 'node:assert/strict';
import { checkScript } from '../../../../../../server/src/wrapping/diagnostics/script-check';
import { Workspace } from '../../../../../support/language';

const wrap = '/w/Mod/wrapping/itkFoo.wrap';

describe('the names in a module whose ITK is not known', () => {
  const check = async (text: string): Promise<string[]> => {
    const workspace = await Workspace.of({ '/w/Mod/itk-module.cmake': 'itk_module(Mod)' });
    return checkScript(workspace.context(wrap, text)).map(
      ({ code, fixes = [] }) => `${code} ${fixes.map(({ title }) => title).join()}`,
    );
  };
  const inClass = (line: string): string => `itk_wrap_class("itk::Foo")\n${line}\nitk_end_wrap_class()\n`;

  it('are those of ITK’s macros and lists', async () => {
    assert.deepEqual(
      await check(inClass('foreach(t ${WRAP_ITK_REAL})\nitk_wrap_template("A" "B")\nendforeach()')),
      [],
    );
    assert.deepEqual(
      await check(inClass('itk_wrap_image_filter("${WRAP_ITK_SCALAR}" 1 "${ITK_WRAP_IMAGE_DIMS}")')),
      [],
    );
  });

  it('are reported if they are misspelled, with the right one', async () => {
    assert.deepEqual(await check(inClass('itk_wrap_templte("A" "B")')), [
      'unknown-command Change to itk_wrap_template',
    ]);
    const [list] = await check(inClass('itk_wrap_image_filter("${WRAP_ITK_SCALR}" 1)'));
    assert.match(list!, /^unknown-variable Change to WRAP_ITK_SCALAR,/);
    assert.deepEqual(await check(inClass('itk_wrap_image_filter("${WRAP_ITK_DIMS}" 1)')), [
      'unknown-variable Change to ITK_WRAP_IMAGE_DIMS',
    ]);
  });

  it('are not reported if they may belong to the module or to another version', async () => {
    assert.deepEqual(await check(inClass('my_own_helper("A")\nif(ITK_WRAP_unsigned_shor)\nendif()')), []);
    assert.deepEqual(await check(inClass('foreach(t ${WRAP_ITK_SOMETHING_ELSE})\nendforeach()')), []);
  });
});
