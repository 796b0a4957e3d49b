import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Status } from '../../../server/src/pipeline/state/status-report';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const TYPE = 'itkAbsImageFilter';

/** Needs dist/. */
describe('an XML that was touched', function () {
  this.timeout(120_000);
  let copy: SampleCopy;
  before(async () => {
    copy = await sampleCopy({ configureOnly: true });
  });
  after(() => copy?.remove());

  const itkWrap = (...args: string[]): string => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', copy.build],
      { encoding: 'utf8', env: { ...process.env, ITK_WRAP_CACHE: copy.store } },
    );
    assert.ok(stdout, stderr);
    return stdout;
  };
  const build = (): string => itkWrap('build', '--type', TYPE, '--to', 'xml');
  const state = (): [string, string] => {
    const { types } = JSON.parse(itkWrap('status', '--type', TYPE, '--json')) as Status;
    return [types[0]!.state, types[0]!.xml];
  };
  const xml = (): string => path.join(copy.build, `Wrapping/castxml_inputs/${TYPE}.xml`);
  const touch = (): void => {
    const later = Date.now() / 1000 + 60;
    utimesSync(xml(), later, later);
  };

  it('is stale if a header changed, or if the cache has another XML for the current headers', () => {
    const header = path.join(
      copy.source,
      'Modules/Filtering/ImageIntensity/include/itkUnaryFunctorImageFilter.h',
    );
    const first = readFileSync(header);
    itkWrap('castxml', '--type', TYPE);
    assert.deepEqual(state(), ['hit', 'fresh']);
    touch();
    assert.deepEqual(state(), ['hit', 'fresh'], 'it is the right one');

    const changed = String(first).replace('public:', 'public:\n  int Added() const { return 1; }\n');
    writeFileSync(header, changed);
    touch();
    assert.deepEqual(state(), ['miss', 'stale']);

    itkWrap('castxml', '--type', TYPE);
    assert.deepEqual(state(), ['hit', 'fresh']);
    // The header is as before, but the XML is that of the changed header.
    const newer = readFileSync(xml());
    writeFileSync(header, first);
    writeFileSync(xml(), newer);
    touch();
    assert.deepEqual(state(), ['hit', 'stale']);
  });

  it('is fresh although a header is newer, if the header is the same and the XML came from another checkout', async () => {
    build();
    const before = copy;
    const other = await sampleCopy({ configureOnly: true });
    try {
      copy = { ...other, store: before.store };
      itkWrap('setup');
      assert.match(build(), /^HIT +itkAbsImageFilter\.cxx/m);
      assert.deepEqual(state(), ['hit', 'fresh']);
      const header = path.join(copy.source, 'Modules/Filtering/ImageIntensity/include/itkAbsImageFilter.h');
      const later = Date.now() / 1000 + 60;
      utimesSync(header, later, later);
      assert.deepEqual(state(), ['hit', 'fresh']);
      // Ninja would run CastXML: the hit is recorded for it.
      assert.match(build(), /0 run, 1 hit,/);
    } finally {
      copy = before;
      await other.remove();
    }
  });

  // No time says it, and both XMLs are of the same moment.
  it('is stale if a header came back from elsewhere, or is gone, right after a run', () => {
    const include = path.join(copy.source, 'Modules/Filtering/ImageIntensity/include');
    const before = path.join(include, 'itkUnaryFunctorImageFilter.h');
    const inFront = path.join(include, 'itkImageToImageFilter.h');
    const original = path.join(copy.source, 'Modules/Core/Common/include/itkImageToImageFilter.h');
    const kept = `${before}.kept`;
    const changed = (file: string): string =>
      readFileSync(file, 'utf8').replace('public:', 'public:\n  int AddedNow() const { return 1; }\n');
    build();
    const first = readFileSync(xml());

    writeFileSync(inFront, changed(original));
    build();
    assert.notDeepEqual(readFileSync(xml()), first);
    rmSync(inFront);
    build();
    assert.deepEqual(readFileSync(xml()), first, 'the header in front of the other one is gone');

    renameSync(before, kept);
    writeFileSync(before, changed(kept));
    build();
    assert.notDeepEqual(readFileSync(xml()), first);
    renameSync(kept, before);
    build();
    assert.deepEqual(readFileSync(xml()), first, 'the old header is back, with its old time');
  });
});
