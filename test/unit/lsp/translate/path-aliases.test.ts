import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { aliasesOf, toClient, toOwn } from '../../../../server/src/lsp/translate/path-aliases';

describe('folders with two names', () => {
  let dir: string;
  const at = (...parts: string[]): string => path.join(dir, ...parts);
  beforeEach(() => {
    dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'aliases-')));
    mkdirSync(at('data/ITK/Modules'), { recursive: true });
    mkdirSync(at('data/ITK/build'));
    symlinkSync(at('data/ITK'), at('link'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  /** The engines' name of a file that the client names, and that name translated back. */
  const names = (folder: string, roots: string[], file: string): [string, string] => {
    const aliases = aliasesOf([folder], roots);
    const own = toOwn(file, aliases);
    return [own, toClient(own, aliases)];
  };

  it('have aliases only if the build and the client use different names', () => {
    assert.deepEqual(aliasesOf([at('data/ITK')], [at('data/ITK'), at('data/ITK/build')]), []);
    assert.deepEqual(aliasesOf([at('link')], [at('link')]), []);
    assert.deepEqual(aliasesOf([at('elsewhere')], [at('data/ITK')]), []);
  });

  it('use the build’s name inside and the client’s outside, whichever is the link', () => {
    const file = ['Modules/a.wrap'];
    assert.deepEqual(names(at('link'), [at('data/ITK')], at('link', ...file)), [
      at('data/ITK', ...file),
      at('link', ...file),
    ]);
    assert.deepEqual(names(at('data/ITK'), [at('link')], at('data/ITK', ...file)), [
      at('link', ...file),
      at('data/ITK', ...file),
    ]);
  });

  it('can contain each other', () => {
    symlinkSync(at('data/ITK/Modules'), at('modules'));
    assert.deepEqual(names(at('modules'), [at('data/ITK')], at('modules/a.wrap')), [
      at('data/ITK/Modules/a.wrap'),
      at('modules/a.wrap'),
    ]);
    symlinkSync(at('data'), at('all'));
    assert.deepEqual(names(at('all'), [at('data/ITK')], at('all/ITK/a.wrap')), [
      at('data/ITK/a.wrap'),
      at('all/ITK/a.wrap'),
    ]);
    assert.equal(toOwn(at('all/other'), aliasesOf([at('all')], [at('data/ITK')])), at('all/other'));
  });

  it('keep the name of a build that is inside a renamed source', () => {
    const roots = [at('data/ITK'), at('link/build')];
    assert.equal(names(at('link'), roots, at('link/build/x.cxx'))[0], at('link/build/x.cxx'));
    assert.equal(names(at('link'), roots, at('link/Modules'))[0], at('data/ITK/Modules'));
  });
});
