import assert from 'node:assert/strict';
import { logged, smallInput, smallReport, statement } from '../../../support/timings';

describe('the timings of a build', () => {
  it('sum up stages, and tell the wrapping from the rest', () => {
    const { stages, wallSeconds, workSeconds, lanes, log } = smallReport();
    assert.deepEqual(
      stages.map(({ stage, statements, seconds }) => [stage, statements, seconds]),
      [
        ['castxml', 2, 10],
        ['igenerator', 1, 2],
        ['swig', 2, 4],
        ['compile', 2, 15],
        ['link', 1, 1],
        ['stubs', 0, 0],
        ['other', 0, 0],
      ],
    );
    assert.deepEqual([wallSeconds, workSeconds, lanes], [22, 32, 2]);
    assert.deepEqual([log.gone, log.neverRun, log.runs.length], [1, 1, 1]);
    assert.ok(stages.every((stage) => stage.wrappingSeconds === stage.seconds));
  });

  it('know the critical path, and what unlocked each of its steps', () => {
    const { criticalPath, statements } = smallReport();
    const names = criticalPath.steps.map(({ statement: at }) => statements[at]!.name);
    assert.deepEqual(names, ['itkB.xml', 'itkA.idx', 'itkBPython.cpp', 'itkB.o', '_MPython.so']);
    assert.equal(criticalPath.seconds, 22);
    assert.deepEqual(
      criticalPath.steps.map(({ waited }) => waited),
      [null, 0, 0, 0, 0],
    );
    const igenerator = statements.find(({ name }) => name === 'itkA.idx')!;
    assert.equal(statements[igenerator.unlockedBy!]!.name, 'itkB.xml');
    assert.equal(igenerator.unlocked, 2);
  });

  it('share the cost of a type among its lines by instantiations', () => {
    const { modules, dearest, sharing } = smallReport();
    const [module] = modules;
    assert.equal(module!.costs.seconds, 32);
    assert.deepEqual([module!.costs.cppBytes, module!.costs.libraryBytes], [2000, 500]);
    const [type] = module!.types;
    assert.deepEqual(type!.stages, { castxml: 4, swig: 1, compile: 5 });
    assert.deepEqual(
      type!.lines.map(({ line, costs }) => [line, costs.seconds, costs.cppBytes, costs.libraryBytes]),
      [
        [5, 7.5, 750, 187.5],
        [2, 2.5, 250, 62.5],
      ],
    );
    assert.deepEqual(
      dearest.map(({ type: of, line }) => `${of}:${line}`),
      ['itkA:5', 'itkA:2'],
    );
    assert.equal(sharing.castxml.kind, 'proportional');
    assert.deepEqual(
      module!.whole.map(({ name, costs }) => [name, costs.seconds]),
      [
        ['igenerator', 2],
        ['link', 1],
      ],
    );
  });

  it('say unknown if no record tells whether a run was a hit', () => {
    const { cache, statements } = smallReport();
    assert.deepEqual([cache.hits, cache.misses, cache.store], [0, 0, null]);
    assert.deepEqual(
      [...new Set(statements.map(({ stage, cache: outcome }) => `${stage} ${outcome}`))].sort(),
      ['castxml unknown', 'compile none', 'igenerator unknown', 'link none', 'swig unknown'],
    );
  });

  it('put several runs of ninja one after another, each statement in its newest run', () => {
    const { log } = smallInput();
    const entries = [...log.entries, logged('itkA.xml', 1, 3), logged('itkA.idx', 3, 4)];
    const { log: summary, statements, wallSeconds, remarks } = smallReport({ log: { version: 5, entries } });
    assert.deepEqual(
      summary.runs.map(({ start, seconds, statements: count }) => [start, seconds, count]),
      [
        [0, 22, 6],
        [22, 3, 2],
      ],
    );
    assert.equal(wallSeconds, 25);
    assert.equal(statements.find(({ name }) => name === 'itkA.xml')!.start, 22);
    assert.match(remarks.join(' '), /made of 2 runs of ninja/);
  });

  it('leave out a run whose outputs were all made again', () => {
    const entries = [logged('itkA.xml', 0, 9), ...smallInput().log.entries];
    const { log, remarks } = smallReport({ log: { version: 5, entries } });
    assert.deepEqual([log.runs.length, log.superseded], [1, 1]);
    assert.match(remarks.join(' '), /1 earlier run of ninja is not in the picture/);
  });

  it('survive a circle in build.ninja', () => {
    const statements = [statement('CUSTOM_COMMAND', ['x'], ['y']), statement('CUSTOM_COMMAND', ['y'], ['x'])];
    const log = { version: 5, entries: [logged('x', 0, 2), logged('y', 2, 3)] };
    const { criticalPath } = smallReport({ statements, log });
    assert.ok(criticalPath.steps.length >= 1 && criticalPath.steps.length <= 2);
  });

  it('know peak memory if somebody measured it', () => {
    const { knowsMemory, modules } = smallReport({ peaks: new Map([['/b/itkA.o', 5e8]]) });
    assert.ok(knowsMemory);
    assert.equal(modules[0]!.types[0]!.costs.peakBytes, 5e8);
    assert.equal(modules[0]!.types[1]!.costs.peakBytes, null);
  });
});
