import assert from 'node:assert/strict';
import { depfileText, parseDepfile } from '../../../../server/src/cache/action/depfile';
import { mayInsertFiles } from '../../../../server/src/cache/swig/inserted-files';

describe('a depfile', () => {
  const parse = (text: string) => parseDepfile(Buffer.from(text, 'latin1'));

  it('is read as SWIG writes it', () => {
    assert.deepEqual(parse('out/a.cpp: \\\n  /lib/swig.swg \\\n  sub/a.i \n'), ['/lib/swig.swg', 'sub/a.i']);
    assert.deepEqual(parse('a.cpp: \\\r\n  with\\ space.i\n'), ['with space.i']);
    assert.deepEqual(parse('C:/b/a.cpp: C:/s/a.i\n'), ['C:/s/a.i']);
    assert.deepEqual(parse('a: \n'), []);
  });

  it('keeps names that are not UTF-8', () => {
    assert.deepEqual(parse('a: \xff.i\n'), ['\udcff.i']);
  });

  it('is not any other text', () => {
    for (const text of ['', 'no rule\n', 'a:b\n']) assert.equal(parse(text), null, JSON.stringify(text));
  });

  it('is read as it was written', () => {
    const names = ['/a/b.i', '/with space/c.i', '/cash$/d.i', '/num#ber/é\udce9.i'];
    assert.deepEqual(parseDepfile(depfileText('/t o/x.cpp', names)), names);
  });
});

describe('files that SWIG does not list', () => {
  it('are inserted by %insert and its aliases', () => {
    for (const text of [
      '%insert("header") "x.h"',
      '%insert (python) <x.py>',
      '%pythoncode "x.py"',
      '  %header\n"x.h"',
      '%define MINE(f) %insert("header") f %enddef',
      '#define %mine %insert("runtime")',
    ])
      assert.equal(mayInsertFiles(text), true, text);
  });

  it('are not inserted by blocks of code and other directives', () => {
    for (const text of [
      '%pythoncode %{\nx = "y"\n%}',
      '%insert("header") %{ #include "x.h" %}',
      '%init\n{ f(); }',
      '%include "x.i"\n%import <y.i>',
      '%pythonprepend f "x"',
      '%feature("autodoc", "1");',
      '%headerless "x"',
    ])
      assert.equal(mayInsertFiles(text), false, text);
  });
});
