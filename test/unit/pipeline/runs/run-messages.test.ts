import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StoreRoot } from '../../../../server/src/cache/storage/store-root';
import { keepOutput, type MessagesFolder } from '../../../../server/src/pipeline/runs/messages-folder';
import {
  keepMessages,
  keepModuleMessages,
  messagesFolderOf,
  readMessages,
} from '../../../../server/src/pipeline/runs/run-messages';
import { buildOf } from '../../../support/build';

describe('the messages of last runs', () => {
  let dir: string;
  let folder: MessagesFolder;
  const at = () => folder.root.file(folder.name);
  const store = () => new StoreRoot(path.join(dir, 'store'));
  const build = () => buildOf(path.join(dir, 'build'), { A: ['itkFoo', 'itkBar'] });
  const types = () => build().types.map(({ name }) => ({ name, wrap: `/w/${name}.wrap` }));
  const problem = (file: string, message: string, alias?: string) => ({
    file,
    line: 1,
    severity: 'error' as const,
    message,
    ...(alias && { alias }),
  });
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'messages-'));
    folder = messagesFolderOf(store(), build());
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('are kept by type and tool, until the next run has none', async () => {
    keepMessages(folder, 'castxml', types(), [problem('/w/itkFoo.wrap', 'no such class', 'itkFooF2')]);
    keepMessages(folder, 'swig', types(), [problem('/w/itkFoo.wrap', 'Warning 401')]);
    const found = (await readMessages(folder, build())).types;
    assert.deepEqual([...found.keys()], ['itkFoo']);
    assert.deepEqual(
      found.get('itkFoo')!.map(({ tool, message, alias }) => [tool, message, alias]),
      [
        ['castxml', 'no such class', 'itkFooF2'],
        ['swig', 'Warning 401', null],
      ],
    );
    keepMessages(folder, 'castxml', types(), []);
    assert.deepEqual(await readdir(at()), ['itkFoo.swig.json']);
  });

  it('are obsolete once a later run of another program has succeeded', async () => {
    keepMessages(folder, 'castxml', types(), [problem('/w/itkFoo.wrap', 'no such class')]);
    const { xml } = build().types.find(({ name }) => name === 'itkFoo')!;
    await mkdir(path.dirname(xml), { recursive: true });
    await writeFile(xml, '');
    const later = Date.now() / 1000 + 60;
    await utimes(xml, later, later);
    assert.equal((await readMessages(folder, build())).types.size, 0);
  });

  it('come from castxml’s own output for runs of a build, unless a run of ours was later', async () => {
    const type = build().types.find(({ name }) => name === 'itkFoo')!;
    await mkdir(path.dirname(type.cxx), { recursive: true });
    await mkdir(path.dirname(type.wrap!), { recursive: true });
    await writeFile(type.cxx, 'int main()\n{\n  using itkFooF2 = itk::Foo< float,2 >;\n}\n');
    await writeFile(type.wrap!, 'itk_wrap_class("itk::Foo")\n');
    const said = async () => (await readMessages(folder, build())).types.get('itkFoo');
    keepOutput(store(), type.xml, Buffer.from(`${type.cxx}:3:20: error: no template named 'Foo'\n`));
    assert.deepEqual(await said(), [
      {
        tool: 'castxml',
        severity: 'error',
        message: "no template named 'Foo' (itkFoo.cxx:3)",
        alias: 'itkFooF2',
        className: null,
      },
    ]);
    keepMessages(folder, 'castxml', [type], [problem(type.wrap!, 'of our run')]);
    assert.deepEqual(
      (await said())?.map(({ message }) => message),
      ['of our run'],
    );
    const later = Date.now() / 1000 + 60;
    keepOutput(store(), type.xml, Buffer.from('error: of the build\n'));
    await utimes(path.join(at(), 'itkFoo.castxml.txt'), later, later);
    assert.deepEqual(
      (await said())?.map(({ message }) => message),
      ['of the build'],
    );
    keepOutput(store(), type.xml, Buffer.alloc(0));
    assert.deepEqual(await readdir(at()), ['itkFoo.castxml.json']);
  });

  it('are kept by name for a module, besides those of its types', async () => {
    const [module] = build().modules;
    const stopped = problem(path.join(module!.wrappingDir!, 'CMakeLists.txt'), 'igenerator.py stopped');
    keepModuleMessages(folder, 'igenerator', module!, [stopped, problem('/w/itkFoo.wrap', 'other')]);
    const { modules, types: ofTypes } = await readMessages(folder, build());
    assert.deepEqual(
      modules.get('A')?.map(({ message }) => message),
      ['igenerator.py stopped'],
    );
    assert.equal(ofTypes.size, 0);
  });

  it('are ignored if they are malformed, or about types that the build does not have', async () => {
    await mkdir(at(), { recursive: true });
    await writeFile(path.join(at(), 'itkFoo.castxml.json'), '{"version":1,"messages":[{"tool":7},null]}');
    await writeFile(path.join(at(), 'itkBar.castxml.json'), '{"version":1,"mess');
    await writeFile(path.join(at(), 'itkBaz.castxml.json'), '{"version":1,"messages":[]}');
    assert.deepEqual([...(await readMessages(folder, build())).types.values()].flat(), []);
    // If the folder cannot be created, only the messages are lost.
    await writeFile(path.join(dir, 'file'), '');
    keepMessages({ root: new StoreRoot(path.join(dir, 'file')), name: 'x' }, 'castxml', types(), [
      problem('/w/itkFoo.wrap', 'x'),
    ]);
  });
});
