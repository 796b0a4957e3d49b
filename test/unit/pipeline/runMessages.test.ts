import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { keepMessages, messagesFolder, readMessages } from '../../../server/src/pipeline/runMessages';
import { buildOf } from '../../support/build';

describe('messages of last runs', () => {
  let dir: string;
  let folder: string;
  const build = () => buildOf(dir, { A: ['itkFoo', 'itkBar'] });
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
    folder = messagesFolder(path.join(dir, 'store'), dir);
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('are kept by type and tool, until the next run says nothing', async () => {
    await keepMessages(folder, 'castxml', types(), [problem('/w/itkFoo.wrap', 'no such class', 'itkFooF2')]);
    await keepMessages(folder, 'swig', types(), [problem('/w/itkFoo.wrap', 'Warning 401')]);
    const found = await readMessages(folder, build());
    assert.deepEqual([...found.keys()], ['itkFoo']);
    assert.deepEqual(
      found.get('itkFoo')!.map(({ tool, message, alias }) => [tool, message, alias]),
      [
        ['castxml', 'no such class', 'itkFooF2'],
        ['swig', 'Warning 401', null],
      ],
    );
    await keepMessages(folder, 'castxml', types(), []);
    assert.deepEqual(await readdir(folder), ['itkFoo.swig.json']);
  });

  it('are out of date once another program’s run has succeeded', async () => {
    await keepMessages(folder, 'castxml', types(), [problem('/w/itkFoo.wrap', 'no such class')]);
    const { xml } = build().types.find(({ name }) => name === 'itkFoo')!;
    await mkdir(path.dirname(xml), { recursive: true });
    await writeFile(xml, '');
    const later = Date.now() / 1000 + 60;
    await utimes(xml, later, later);
    assert.equal((await readMessages(folder, build())).size, 0);
  });

  it('that are malformed, or of types that the build does not have, are as if they were not there', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'itkFoo.castxml.json'), '{"version":1,"messages":[{"tool":7},null]}');
    await writeFile(path.join(folder, 'itkBar.castxml.json'), '{"version":1,"mess');
    await writeFile(path.join(folder, 'itkBaz.castxml.json'), '{"version":1,"messages":[]}');
    assert.deepEqual([...(await readMessages(folder, build())).values()].flat(), []);
    // A folder that cannot be made costs the messages, and no more.
    await writeFile(path.join(dir, 'file'), '');
    await keepMessages(path.join(dir, 'file/x'), 'castxml', types(), [problem('/w/itkFoo.wrap', 'x')]);
  });
});
