import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { UNFINISHED } from '../../../../server/src/build/generators/ninja-log';
import { ninjaCommandHash } from '../../../../server/src/build/generators/ninja-hash';
import type { BuildType } from '../../../../server/src/build/build-tree';
import { sha256 } from '../../../../server/src/cache/codecs';
import { l2Folder } from '../../../../server/src/cache/storage/store-names';
import { StoreRoot } from '../../../../server/src/cache/storage/store-root';
import { writeTypeRecord } from '../../../../server/src/cache/storage/type-record';
import type { Verdict } from '../../../../server/src/cache/api';
import { StatMemo } from '../../../../server/src/host/stat-memo';
import { XmlComparison, type XmlEvidence } from '../../../../server/src/pipeline/state/xml-evidence';
import { xmlStateOf } from '../../../../server/src/pipeline/state/xml-state';
import { buildOf } from '../../../support/build';
import { tempDir, writeFiles } from '../../../support/temp-dir';

const KEY = 'ab'.repeat(32);
const L1 = 'cd'.repeat(32);

describe('the state of an XML', () => {
  const temp = tempDir();
  let type: BuildType;
  let root: string;
  const header = (): string => path.join(temp(), 'include/itkFoo.h');
  const trees = { source: '/src', build: '/build' };
  const setTime = (file: string, seconds: number): void => utimesSync(file, seconds, seconds);

  beforeEach(() => {
    root = path.join(temp(), 'store');
    type = buildOf(path.join(temp(), 'build'), { A: ['itkFoo'] }).types[0]!;
    writeFiles('/', { [type.cxx]: '', [type.inc]: '', [type.xml]: 'XML one', [header()]: '' });
    for (const file of [type.cxx, type.inc, header()]) setTime(file, 1000);
    setTime(type.xml, 2000);
  });

  /**
   * An entry of the store with this XML, with its times of storing and last use in seconds. Without a check, it is as
   * another program writes it.
   */
  function store(xml: string, times: { stored: number; used: number }, check: object | null = {}): void {
    const folder = path.join(root, l2Folder(KEY));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'output.xml.gz'), gzipSync(xml));
    writeFileSync(path.join(folder, '_meta.json'), '{}');
    writeFileSync(path.join(folder, '_ok'), '');
    if (check) {
      const own = { sha256: sha256(xml), bytes: xml.length, flags: '', seconds: 1, layout: layout() };
      writeFileSync(path.join(folder, '_check.json'), JSON.stringify({ ...own, ...check }));
    }
    setTime(path.join(folder, '_meta.json'), times.stored);
    setTime(path.join(folder, '_ok'), times.used);
  }
  const layout = (): object => ({ exact: '', source: '', lines: '' });
  const hit = (used: number): Verdict => ({
    ...{ state: 'hit', l1: L1, l2: KEY, root, deps: [header()] },
    entry: { bytes: 1, usedMs: used * 1000 },
  });
  const changed = (): Verdict => ({
    ...{ state: 'miss', l1: L1, l2: KEY, deps: [header()] },
    reason: { kind: 'header-changed', subject: header() },
  });
  const plain = (): Verdict => ({ state: 'unverified', l1: L1, l2: KEY, root });
  async function stateOf(verdict: Verdict): Promise<string> {
    const roots = [new StoreRoot(root)];
    const comparison = new XmlComparison(
      () => roots,
      (file) => sha256(readFileSync(file)),
    );
    const evidence = await comparison.compare(type.xml, verdict, trees);
    const { state, because } = xmlStateOf(type, [header()], new StatMemo(), { verdict, evidence });
    return because === null ? state : `${state}: ${path.basename(because)}`;
  }

  /** What a run records about the XML that it leaves at the output. */
  function record(l2: string, xmlOfEntry: string): void {
    const { size: bytes, mtimeMs } = statSync(type.xml);
    const xml = { bytes, mtimeMs, sha256: sha256(xmlOfEntry) };
    const parts = { castxml: '', compiler: '', responseFile: '', source: '', arguments: '' };
    writeTypeRecord(new StoreRoot(root), type.xml, { l1: L1, l2, ...parts, xml });
  }

  it('is fresh after a run of the cache, without reading the XML', async () => {
    store('XML ONE', { stored: 2001, used: 2003 });
    record(KEY, 'XML ONE');
    assert.equal(await stateOf(hit(2003)), 'fresh', 'the record vouches for it, not the text');
    writeFileSync(type.xml, 'XML two');
    assert.equal(await stateOf(hit(2003)), 'stale', 'of another time');
  });

  it('is stale if another run wrote it, although the entry was used at about that time', async () => {
    store('XML ONE', { stored: 1999, used: 2003 });
    assert.equal(await stateOf(hit(2003)), 'stale', 'nothing is recorded, so the text decides');
    store('XML of elsewhere', { stored: 1999, used: 2003 }, { trees: { source: '/other', build: '/b' } });
    record('ef'.repeat(32), 'XML of elsewhere');
    assert.equal(await stateOf(hit(2003)), 'stale', 'the text has the paths of other trees');
    record(KEY, 'XML with other lines');
    assert.equal(await stateOf(hit(2003)), 'stale', 'the entry was replaced since');
    record(KEY, 'XML of elsewhere');
    assert.equal(await stateOf(hit(2003)), 'fresh');
  });

  it('is stale if its inputs have changed since the run that wrote it, in whatever trees that was', async () => {
    store('XML of elsewhere', { stored: 1999, used: 2003 }, { trees: { source: '/other', build: '/b' } });
    assert.equal(await stateOf(changed()), 'fresh', 'nothing is known of the file');
    record(KEY, 'XML of elsewhere');
    assert.equal(await stateOf(changed()), 'stale: itkFoo.h');
  });

  it('is stale if the entry has another XML, however new the file is', async () => {
    store('XML two', { stored: 2001, used: 2003 });
    setTime(type.xml, 9000);
    assert.equal(await stateOf(hit(2003)), 'stale', 'as long, with other text');
    store('XML one and a half', { stored: 2001, used: 2003 });
    assert.equal(await stateOf(hit(2003)), 'stale');
    store('XML one', { stored: 2001, used: 2003 });
    assert.equal(await stateOf(hit(2003)), 'fresh', 'a touch of the right one does no harm');
  });

  it('is stale if it is older than the entry, even if all headers are older files', async () => {
    store('XML two', { stored: 5000, used: 5000 });
    assert.equal(await stateOf(hit(5000)), 'stale');
  });

  it('is stale if it is from the run before a header changed, even if it was touched since', async () => {
    store('XML one', { stored: 2001, used: 2003 });
    setTime(header(), 3000);
    setTime(type.xml, 4000);
    assert.equal(await stateOf(changed()), 'stale: itkFoo.h');
  });

  it('is fresh if another program made a new one after the change', async () => {
    store('XML two', { stored: 1500, used: 1500 });
    assert.equal(await stateOf(changed()), 'fresh');
  });

  it('is not compared byte by byte with an XML that has the paths of other trees', async () => {
    store('XML of elsewhere', { stored: 1, used: 1 }, { trees: { source: '/other', build: '/b' } });
    assert.equal(await stateOf(hit(1)), 'fresh');
    assert.equal(await stateOf({ ...hit(1), portable: true }), 'fresh');
  });

  it('is never fresh with the plain scheme', async () => {
    assert.equal(await stateOf(plain()), 'unverified', 'nothing is known of it');
    store('XML one', { stored: 2001, used: 2003 }, null);
    assert.equal(await stateOf(plain()), 'unverified');
    setTime(header(), 3000);
    setTime(type.xml, 4000);
    assert.equal(await stateOf(plain()), 'stale: itkFoo.h', 'restored, or touched, after the header changed');
    store('XML two', { stored: 2001, used: 2003 }, null);
    assert.equal(await stateOf(plain()), 'unverified', 'another run made it');
  });

  it('is stale if another command made it', () => {
    const castxml = { ...type.castxml!, line: 'castxml --new' };
    const state = (line: string): ReturnType<typeof xmlStateOf> => {
      const hash = (ninjaCommandHash(line, 5) ?? 0n).toString(16);
      const log = new Map([[type.xml, [{ seconds: 1, endedMs: null, hash, logVersion: 5 }]]]);
      return xmlStateOf({ ...type, castxml }, [], new StatMemo(), { evidence: { kind: 'unknown' }, log });
    };
    assert.deepEqual(state('castxml --old'), { state: 'stale', because: null, otherCommand: true });
    assert.deepEqual(state('castxml --new'), { state: 'fresh', because: null });
  });

  it('is fresh before its run is recorded for ninja, if the store has recorded it', () => {
    const castxml = { ...type.castxml!, line: 'castxml' };
    const state = (evidence: XmlEvidence, hash: string): string => {
      const log = new Map([[type.xml, [{ seconds: 0, endedMs: null, hash, logVersion: 5 }]]]);
      const verdict: Verdict = { state: 'hit', l1: 'l1', l2: 'l2' };
      return xmlStateOf({ ...type, castxml }, [], new StatMemo(), { verdict, evidence, log }).state;
    };
    const recorded = { kind: 'recorded', storedMs: null, byContent: false } as const;
    assert.equal(state(recorded, UNFINISHED), 'fresh');
    assert.equal(state({ kind: 'unknown' }, UNFINISHED), 'stale');
    assert.equal(state(recorded, 'abc'), 'stale', 'another command made it');
  });
});
