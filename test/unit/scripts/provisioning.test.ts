import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder, provide } from '../../../scripts/lib/cache-folder.mjs';
import { isDebian, missingPackages } from '../../../scripts/lib/debian.mjs';
import { debianMirror } from '../../../scripts/lib/itk.mjs';
import { withLock } from '../../../scripts/lib/lock.mjs';
import { isInstalled } from '../../../scripts/lib/node-modules.mjs';

describe('cacheFolder', () => {
  it('uses the first of its own variable, the XDG variable and the home folder', () => {
    assert.equal(cacheFolder({ ITK_WRAPPING_DEV_CACHE: '/a', XDG_CACHE_HOME: '/b' }), '/a');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/b' }), '/b/itk-wrapping-dev');
    assert.equal(cacheFolder({}), path.join(os.homedir(), '.cache/itk-wrapping-dev'));
  });
});

describe('provide', () => {
  let before: string | undefined;
  let cache: string;
  beforeEach(async () => {
    before = process.env.ITK_WRAPPING_DEV_CACHE;
    cache = process.env.ITK_WRAPPING_DEV_CACHE = await mkdtemp(path.join(os.tmpdir(), 'provide-'));
  });
  afterEach(async () => {
    if (before === undefined) delete process.env.ITK_WRAPPING_DEV_CACHE;
    else process.env.ITK_WRAPPING_DEV_CACHE = before;
    await rm(cache, { recursive: true });
  });
  const fill = (text: string) => (folder: string) => writeFile(path.join(folder, 'content'), text);
  const content = () => readFile(path.join(cache, 'thing/content'), 'utf8');

  it('makes a folder once', async () => {
    assert.equal(await provide('thing', 'v1', fill('first')), path.join(cache, 'thing'));
    await provide('thing', 'v1', fill('second'));
    assert.equal(await content(), 'first');
  });

  it('makes it again with another recipe, and keeps nothing of the old one', async () => {
    await provide('thing', 'v1', (folder: string) => writeFile(path.join(folder, 'old'), ''));
    await provide('thing', 'v2', fill('second'));
    assert.equal(await content(), 'second');
    assert.ok(!existsSync(path.join(cache, 'thing/old')));
  });

  it('does not use an incomplete folder', async () => {
    const cutShort = async (folder: string): Promise<void> => {
      await fill('half')(folder);
      throw new Error('killed');
    };
    await assert.rejects(provide('thing', 'v1', cutShort), /killed/);
    await provide('thing', 'v1', fill('whole'));
    assert.equal(await content(), 'whole');
  });

  it('lets only one of two concurrent callers make it', async () => {
    let made = 0;
    let goOn = (): void => undefined;
    const bothAsked = new Promise<void>((resolve) => (goOn = resolve));
    const slowly = async (folder: string): Promise<void> => {
      made++;
      await bothAsked;
      await fill('once')(folder);
    };
    const both = [provide('thing', 'v1', slowly), provide('thing', 'v1', slowly)];
    goOn();
    await Promise.all(both);
    assert.equal(made, 1);
  });
});

describe('withLock', () => {
  it('releases the lock if the action fails', async () => {
    const file = path.join(os.tmpdir(), `lock-${process.pid}`);
    await assert.rejects(
      withLock(file, () => Promise.reject(new Error('no'))),
      /^Error: no$/,
    );
    assert.equal(await withLock(file, () => Promise.resolve(1)), 1);
    await rm(file);
  });
});

describe('missingPackages', () => {
  it('counts a package only if it is installed, not if only its settings are left', () => {
    const lines = 'castxml\tinstalled\nswig\tconfig-files\ncmake\tunpacked\n';
    assert.deepEqual(missingPackages(['castxml', 'cmake', 'ninja-build', 'swig'], lines), [
      'cmake',
      'ninja-build',
      'swig',
    ]);
  });
});

describe('isDebian', () => {
  it('recognizes Debian and its derivatives, and nothing else', () => {
    assert.ok(isDebian(() => 'NAME="Debian"\nID=debian\n'));
    assert.ok(isDebian(() => 'ID=ubuntu\nID_LIKE=debian\n'));
    assert.ok(!isDebian(() => 'ID=fedora\nHOME_URL="https://not-debian.example"\n'));
    assert.ok(
      !isDebian(() => {
        throw new Error('ENOENT');
      }),
    );
  });
});

describe('debianMirror', () => {
  it('reads both formats of apt, and ignores security updates and other archives', () => {
    const oneLine =
      'deb http://mirror.example/debian-security x main\ndeb [a=b] http://mirror.example/debian/ x main';
    assert.equal(debianMirror(oneLine), 'http://mirror.example/debian/');
    const stanzas =
      '# see http://old.example/debian\nTypes: deb\nURIs: https://mirror.example/debian\nSuites: x\n';
    assert.equal(debianMirror(stanzas), 'https://mirror.example/debian');
    assert.equal(debianMirror('deb http://other.example/node x main\n'), undefined);
  });
});

describe('isInstalled', () => {
  const wanted = {
    packages: {
      '': { version: '1.0.0' },
      client: { version: '1.0.0' },
      'node_modules/a': { version: '1.2.3' },
      'node_modules/b': { version: '2.0.0', optional: true },
      'node_modules/client': { link: true },
    },
  };
  it('requires each package in its locked version, except those for other systems', () => {
    assert.ok(isInstalled(wanted, { packages: { 'node_modules/a': { version: '1.2.3' } } }));
    assert.ok(!isInstalled(wanted, { packages: { 'node_modules/a': { version: '1.2.4' } } }));
    assert.ok(!isInstalled(wanted, { packages: {} }));
  });
});
