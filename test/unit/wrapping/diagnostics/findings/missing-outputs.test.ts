import assert from 'node:assert/strict';
import { diagnosticsOf } from '../../../../../server/src/lsp/diagnostics/script-diagnostics';
import type { ModuleStatus } from '../../../../../server/src/shared/type-state';
import { macroFile, macros, Workspace } from '../../../../support/language';
import { aModule } from '../../../../support/states';

const lists = '/w/mod/wrapping/CMakeLists.txt';
const types = ['itkFoo', 'itkBar', 'itkBaz'];

describe('missing outputs of a module', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await Workspace.of({ [macroFile]: macros, [lists]: 'itk_wrap_module(ITKMod)\n' });
  });

  /** The messages about missing outputs in each file of the module that has some. */
  function reported(module: ModuleStatus): Record<string, string[]> {
    const files = [...types.map((type) => `/w/mod/wrapping/${type}.wrap`), lists];
    const found = files.map((file): [string, string[]] => {
      const text = file === lists ? 'itk_wrap_module(ITKMod)\n' : 'itk_wrap_simple_class("itk::Foo")\n';
      const context = { ...workspace.context(file, text), inBuild: true, module };
      const all = diagnosticsOf(context, {}).filter(({ code }) => /-missing$/.test(String(code)));
      return [
        file.split('/').at(-1)!,
        all.map(({ message }) => (typeof message === 'string' ? message : message.value)),
      ];
    });
    return Object.fromEntries(found.filter(([, messages]) => messages.length > 0));
  }

  it('are reported once, at the type that a lost pkl belongs to, with a short first line', () => {
    const pkl = { listed: 5, missing: ['/b/itk-pkl/Foo.itkBar.pkl'] };
    const found = reported(aModule({ types, state: 'pkl-missing', pkl }));
    assert.deepEqual(Object.keys(found), ['itkBar.wrap']);
    const [message] = found['itkBar.wrap']!;
    const [first, second] = message!.split('\n');
    assert.equal(first, 'Foo.itkBar.pkl is missing.');
    assert.match(second!, /^ninja does not track pkl files/);
    assert.match(second!, /The repair runs igenerator for ITKMod only\.$/);
  });

  it('name how many other files of the type are missing', () => {
    const missing = ['/b/itk-pkl/Foo.itkBar.pkl', '/b/itk-pkl/Bar.itkBar.pkl', '/b/itk-pkl/Foo.itkBaz.pkl'];
    const found = reported(aModule({ types, state: 'pkl-missing', pkl: { listed: 5, missing } }));
    assert.match(found['itkBar.wrap']![0]!, /^Foo\.itkBar\.pkl and 1 more file are missing\.\n/);
    assert.match(found['itkBaz.wrap']![0]!, /^Foo\.itkBaz\.pkl is missing\.\n/);
    assert.deepEqual(Object.keys(found).sort(), ['itkBar.wrap', 'itkBaz.wrap']);
  });

  it('count keys of a database and index files as outputs of their types', () => {
    const pkl = { missing: ['Foo.itkFoo'], missingIndex: ['/b/itk-pkl/itkBaz.index.txt'] };
    const found = reported(aModule({ types, state: 'pkl-missing', pkl }));
    assert.deepEqual(Object.keys(found).sort(), ['itkBaz.wrap', 'itkFoo.wrap']);
  });

  it('are reported once for the module if its stamp is lost', () => {
    const found = reported(aModule({ types, state: 'stamp-missing', pkl: { stampPresent: false } }));
    assert.deepEqual(Object.keys(found), ['CMakeLists.txt']);
    assert.match(found['CMakeLists.txt']![0]!, /^ITKMod\.pkl\.stamp is missing\.\nThe next build reruns/);
  });

  it('do not include the stamp if pkl files are lost too, because their repair removes it and makes it again', () => {
    const pkl = { listed: 5, missing: ['/b/itk-pkl/Foo.itkBar.pkl'], stampPresent: false };
    assert.deepEqual(Object.keys(reported(aModule({ types, state: 'pkl-missing', pkl }))), ['itkBar.wrap']);
  });

  it('are reported for the module if they belong to none of its types, or if a database is damaged', () => {
    const other = { missing: ['/b/itk-pkl/Foo.itkOther.pkl'] };
    assert.deepEqual(Object.keys(reported(aModule({ types, state: 'pkl-missing', pkl: other }))), [
      'CMakeLists.txt',
    ]);
    const damaged = [{ file: '/b/itk-pkl/itk-pkl-v1.db', message: 'not a database' }];
    const found = reported(aModule({ types, state: 'pkl-missing', pkl: { damaged } }));
    assert.deepEqual(Object.keys(found), ['CMakeLists.txt']);
    assert.match(found['CMakeLists.txt']![0]!, /itk-pkl-v1\.db is damaged/);
  });
});
