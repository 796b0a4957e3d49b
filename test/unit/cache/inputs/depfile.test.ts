import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { depfileNames, depfileText, parseDepfile } from '../../../../server/src/cache/inputs/depfile';
import { mayInsertFiles } from '../../../../server/src/cache/swig/inserted-files';
import { tempDir } from '../../../support/temp-dir';

describe('a depfile', () => {
  const dir = tempDir();
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
    const names = [
      '/a/b.i',
      '/with space/c.i',
      '/cash$/d.i',
      '/num#ber/é\udce9.i',
      '/per%cent.h',
      'C:/d/e.h',
    ];
    const odd = [
      '/back\\slash.h',
      '/back\\ slash.h',
      '/two\\\\ of them.h',
      '/back\\#hash',
      '/$$.h',
      '/\\$.h',
    ];
    for (const target of ['/t o/x.cpp', 'C:/t/x$#.xml'])
      assert.deepEqual(parseDepfile(depfileText(target, [...names, ...odd])), [...names, ...odd]);
  });

  it('has the escapes that ninja knows', () => {
    const names = ['/a b.h', '/a\\ b.h', '/a#b.h', '/a\\#b.h', '/a$b.h', '/a%b.h'];
    assert.equal(
      depfileText('t x', names).toString(),
      't\\ x: \\\n  /a\\ b.h \\\n  /a\\\\\\ b.h \\\n  /a\\#b.h \\\n  /a\\\\#b.h \\\n  /a$$b.h \\\n  /a%b.h\n',
    );
  });

  it('has one line for a name with a line break, which then does not exist', () => {
    assert.equal(depfileText('t', ['/a\nb.h', '/a\rb.h']).toString(), 't: \\\n  /a?b.h \\\n  /a?b.h\n');
  });

  it('has each file once, by an absolute name without a `..` after a link', () => {
    fs.mkdirSync(path.join(dir(), 'real/deep'), { recursive: true });
    fs.writeFileSync(path.join(dir(), 'real/x.h'), '');
    fs.symlinkSync('real/deep', path.join(dir(), 'link'));
    const spelled = ['real/deep/../x.h', `${dir()}/real/./x.h`, 'link/../x.h', 'link/../none.h'];
    const real = path.join(fs.realpathSync(dir()), 'real/x.h');
    assert.deepEqual(
      new Set(depfileNames(dir(), spelled)),
      new Set([path.join(dir(), 'real/x.h'), real, `${dir()}/link/../none.h`]),
    );
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
