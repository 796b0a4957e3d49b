import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Status } from '../../../server/src/pipeline/state/status-report';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const TYPE = 'itkAbsImageFilter';
const MODULE = 'ITKImageIntensity';

/** As `mv`, `rsync -t` and packages leave them. Ninja cannot notice them. Needs dist/. */
describe('an input of SWIG or igenerator with another content and an old time', function () {
  this.timeout(180_000);
  let copy: SampleCopy;
  let swigLib: string;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
    const library = execFileSync('swig', ['-swiglib'], { encoding: 'utf8' }).split('\n')[0] ?? '';
    swigLib = path.join(path.dirname(copy.store), 'swig-library');
    fs.cpSync(library, swigLib, { recursive: true });
    itkWrap('build', '--type', TYPE);
    assert.deepEqual(states(), { igenerator: 'complete', swig: 'fresh' });
  });
  after(() => copy?.remove());

  const itkWrap = (...args: string[]): string => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', copy.build],
      { encoding: 'utf8', env: { ...process.env, ITK_WRAP_CACHE: copy.store, SWIG_LIB: swigLib } },
    );
    assert.ok(stdout, stderr);
    return stdout;
  };
  const states = (): Record<string, string> => {
    const status = JSON.parse(itkWrap('status', '--type', TYPE, '--json')) as Status;
    const module = status.modules.find(({ name }) => name === MODULE)!;
    const { swig } = status.types[0]!;
    const named = (because: string | null): string => (because === null ? '' : ` ${path.basename(because)}`);
    return {
      igenerator: module.state + named(module.because),
      swig: swig.state + named(swig.because),
    };
  };
  const output = (name: string): string => fs.readFileSync(path.join(copy.build, 'Wrapping', name), 'utf8');
  const cpp = (): string => output(`Modules/${MODULE}/${TYPE}Python.cpp`);
  const interfaceFile = (): string => output(`Typedefs/${TYPE}.i`);
  const edited = (file: string, edit: (text: string) => string): (() => void) => {
    const text = fs.readFileSync(file, 'utf8');
    const { atime, mtime } = fs.statSync(file);
    const write = (content: string): void => {
      fs.writeFileSync(file, content);
      fs.utimesSync(file, atime, mtime);
    };
    assert.notEqual(edit(text), text);
    write(edit(text));
    return () => write(text);
  };

  it('is seen if it is an interface file, and so is the way back', () => {
    const before = cpp();
    const undo = edited(
      path.join(copy.build, 'Wrapping/Typedefs/itkImage.i'),
      (text) => `${text}\n%{\n/* from the import */\n%}\n`,
    );
    const undoExtension = edited(
      path.join(copy.build, `Wrapping/Typedefs/python/${TYPE}_ext.i`),
      (text) => `${text}\n%{\n/* from the extension */\n%}\n`,
    );
    assert.equal(states().swig, `stale itkImage.i`);
    itkWrap('build', '--type', TYPE);
    assert.match(cpp(), /from the extension/);
    assert.equal(states().swig, 'fresh');
    undo();
    undoExtension();
    assert.match(states().swig ?? '', /^stale/);
    itkWrap('build', '--type', TYPE);
    assert.ok(cpp() === before, 'it is as before');
  });

  it('is seen if it is a file of SWIG’s library, which an update of SWIG changes', () => {
    const before = cpp();
    const undo = edited(path.join(swigLib, 'python/pyrun.swg'), (text) => `${text}\n/* another version */\n`);
    assert.match(states().swig ?? '', /^stale swig/);
    itkWrap('build', '--type', TYPE);
    assert.match(cpp(), /another version/);
    undo();
    itkWrap('build', '--type', TYPE);
    assert.ok(cpp() === before, 'it is as before');
  });

  it('does not keep `status` from telling what the cache has', () => {
    const idx = path.join(copy.build, 'Wrapping/Typedefs', `${TYPE}.idx`);
    const text = fs.readFileSync(idx);
    fs.rmSync(idx);
    const status = JSON.parse(itkWrap('status', '--module', MODULE, '--json')) as Status;
    assert.equal(status.modules[0]?.state, 'out-of-date');
    assert.deepEqual(status.modules[0].cached, { hits: 5, types: 5 });
    fs.writeFileSync(idx, text);
    itkWrap('build', '--type', TYPE);
  });

  it('is seen if it is igenerator.py, which `repair` would run again too', () => {
    const before = interfaceFile();
    const undo = edited(path.join(copy.source, 'Wrapping/Generators/SwigInterface/igenerator.py'), (text) =>
      text.replace(`header = f'%module`, `header = f'// another version\\n%module`),
    );
    assert.equal(states().igenerator, 'out-of-date igenerator.py');
    assert.match(itkWrap('repair', '--module', MODULE, '--dry-run'), /^remove .*\nrun .*ninja/m);
    itkWrap('build', '--type', TYPE);
    assert.match(interfaceFile(), /another version/);
    undo();
    itkWrap('build', '--type', TYPE);
    assert.equal(interfaceFile(), before);
    assert.deepEqual(states(), { igenerator: 'complete', swig: 'fresh' });
  });
});
