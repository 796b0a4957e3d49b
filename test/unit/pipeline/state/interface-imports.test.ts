import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InterfaceImports } from '../../../../server/src/pipeline/state/interface-imports';
import { tempDir } from '../../../support/temp-dir';

describe('the files that SWIG reads', () => {
  const dir = tempDir();

  const file = (name: string, text: string): string => {
    const full = path.join(dir(), name);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  };
  const step = (source: string, ...includes: string[]) => ({
    source,
    command: {
      ...{ cwd: path.join(dir(), 'cwd'), env: {}, launcher: [] },
      argv: ['swig', '-python', ...includes.map((name) => `-I${name}`), source],
    },
  });
  const names = (files: readonly string[]): string[] => files.map((one) => path.relative(dir(), one)).sort();

  it('are those of every import and include, also of files that are read on the way', () => {
    const top = file(
      't/itkFoo.i',
      '%module itkFoo\n%import itkBase.i\n  %include "itkFoo_ext.i"\n%import(module="m") <x.i>\n',
    );
    file('t/itkBase.i', '%import "itkObject.i"\n%import "itkFoo.i"\n// %import "no.i" is a comment\n');
    file('t/itkObject.i', '%{\n#include "itkObject.h"\n%}\n%includes nothing.i\n');
    file('ext/itkFoo_ext.i', '%pythoncode %{ x %}');
    file('t/x.i', '');
    file('t/no.i', '');
    file('t/nothing.i', '');
    assert.deepEqual(names(new InterfaceImports().readsOf(step(top, '../ext'))), [
      'ext/itkFoo_ext.i',
      't/itkBase.i',
      't/itkFoo.i',
      't/itkObject.i',
      't/x.i',
    ]);
  });

  it('come from the first folder that has them: the working one, that of the file, and those of -I', () => {
    const top = file('t/itkFoo.i', '%import a.i\n%import b.i\n%import c.i\n%import d.i\n');
    for (const name of ['cwd/a.i', 't/a.i', 't/b.i', 'one/b.i', 'one/c.i', 'two/c.i']) file(name, '');
    const reads = new InterfaceImports().readsOf(step(top, path.join(dir(), 'one'), '../two'));
    assert.deepEqual(names(reads), ['cwd/a.i', 'one/c.i', 't/b.i', 't/itkFoo.i']);
  });

  it('follow a file that has changed, once it is forgotten', () => {
    const top = file('t/itkFoo.i', '%import a.i\n');
    file('t/a.i', '');
    const imports = new InterfaceImports();
    imports.readsOf(step(top));
    file('t/itkFoo.i', '%import b.i\n');
    const added = file('t/b.i', '');
    imports.forget([top, added]);
    assert.deepEqual(names(imports.readsOf(step(top))), ['t/b.i', 't/itkFoo.i']);
  });
});
