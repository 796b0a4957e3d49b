import assert from 'node:assert/strict';
import {
  type NinjaRunner,
  parseQuery,
  targetsThatNeed,
  whatMakes,
} from '../../../../server/src/pipeline/build/ninja-query';

const GRAPH: Record<string, { inputs: string[]; outputs: string[] }> = {
  'a.cpp.o': { inputs: ['a.cpp', '| a.h', '|| before'], outputs: ['_A.so', '_Both.so'] },
  '_A.so': { inputs: ['a.cpp.o'], outputs: ['APython', 'all'] },
  '_Both.so': { inputs: ['a.cpp.o'], outputs: ['BothPython', 'all'] },
  '_B.so': { inputs: ['b.cpp.o'], outputs: ['BPython', 'all'] },
  APython: { inputs: ['_A.so'], outputs: [] },
  BothPython: { inputs: ['_Both.so'], outputs: ['all'] },
  all: { inputs: ['APython'], outputs: ['BothPython'] },
};

/** A ninja that answers queries about the graph above. */
const ninja =
  (asked: string[][] = []): NinjaRunner =>
  ({ args }) => {
    const names = args.slice(2);
    asked.push(names);
    const unknown = names.find((name) => !(name in GRAPH));
    const text = names
      .map((name) => {
        const { inputs = [], outputs = [] } = GRAPH[name] ?? {};
        const rows = (list: string[]): string => list.map((one) => `    ${one}\n`).join('');
        return `${name}:\n  input: RULE\n${rows(inputs)}  outputs:\n${rows(outputs)}`;
      })
      .join('');
    return Promise.resolve({
      code: unknown === undefined ? 0 : 1,
      signal: null,
      stdout: Buffer.from(unknown === undefined ? text : ''),
      stderr: Buffer.from(''),
    });
  };

describe('what ninja says about targets', () => {
  it('is read with all kinds of inputs', () => {
    const text =
      'a.o:\n  input: CXX\n    a.cpp\n    | a b.h\n    || before\n  outputs:\n    _A.so\n  validations:\n    x\n';
    assert.deepEqual(
      [...parseQuery(text)],
      [['a.o', { inputs: ['a.cpp', 'a b.h', 'before'], outputs: ['_A.so'] }]],
    );
  });

  it('tells which file is behind a name', async () => {
    assert.deepEqual(
      [...(await whatMakes(ninja(), ['APython', 'BothPython']))],
      [
        ['APython', '_A.so'],
        ['BothPython', '_Both.so'],
      ],
    );
    assert.equal((await whatMakes(ninja(), ['APython', 'NoPython'])).size, 0);
  });

  it('tells what needs a file, through everything in between and in spite of a cycle', async () => {
    const needed = await targetsThatNeed(ninja(), ['a.cpp.o']);
    assert.deepEqual([...(needed ?? [])].sort(), [
      'APython',
      'BothPython',
      '_A.so',
      '_Both.so',
      'a.cpp.o',
      'all',
    ]);
  });

  it('is not asked about what is no name, because a tool may have printed it', async () => {
    const asked: string[][] = [];
    assert.equal(await targetsThatNeed(ninja(asked), ['--version']), null);
    assert.equal(await targetsThatNeed(ninja(asked), ['']), null);
    assert.equal(await targetsThatNeed(ninja(asked), []), null);
    assert.deepEqual(asked, []);
    assert.equal(await targetsThatNeed(ninja(asked), ['made up']), null);
  });
});
