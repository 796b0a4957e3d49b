import assert from 'node:assert/strict';
import fs from 'node:fs';
import { nextFileTick } from '../../support/file-clock';
import { Fixture } from './fixture';
import type { MissReason } from '../../../server/src/shared/reasons';

/** One way in which an XML can become stale: a change, and the verdict that must follow. `fixture.run` compares the XML. */
interface Case {
  name: string;
  before?: (fixture: Fixture) => void;
  change: (fixture: Fixture) => void;
  reason: (fixture: Fixture) => MissReason | null;
}

const CASES: Case[] = [
  {
    name: 'a header changes',
    change: (f) => f.write('one/src/second/version.h', 'int version = 8;\n'),
    reason: (f) => ({ kind: 'header-changed', subject: f.path('one/src/second/version.h') }),
  },
  {
    name: 'a header changes, with the same size and its old times',
    change: (f) => {
      const file = f.path('one/src/second/sub/deep.h');
      const { atime, mtime } = fs.statSync(file);
      f.write('one/src/second/sub/deep.h', f.read('one/src/second/sub/deep.h').toString().replace('2', '3'));
      fs.utimesSync(file, atime, mtime);
    },
    reason: (f) => ({ kind: 'header-changed', subject: f.path('one/src/second/sub/deep.h') }),
  },
  {
    name: 'a header is replaced by one with an older time',
    change: (f) => {
      const file = f.write('one/src/second/new', 'int version = 9;\n');
      fs.utimesSync(file, 1e9, 1e9);
      fs.renameSync(file, f.path('one/src/second/version.h'));
    },
    reason: (f) => ({ kind: 'header-changed', subject: f.path('one/src/second/version.h') }),
  },
  {
    name: 'a header’s lines move',
    change: (f) => f.write('one/src/first/common.h', '// a\n// b\n#include "sub/deep.h"\nint common = 1;\n'),
    reason: (f) => ({ kind: 'header-changed', subject: f.path('one/src/first/common.h') }),
  },
  {
    name: 'a header moves to another include directory',
    change: (f) => fs.renameSync(f.path('one/src/second/version.h'), f.path('one/src/first/version.h')),
    reason: (f) => ({ kind: 'header-removed', subject: f.path('one/src/second/version.h') }),
  },
  {
    name: 'the source changes',
    change: (f) => f.write('one/build/in/T.cxx', '#include "common.h"\nint t = 5;\n'),
    reason: (f) => ({ kind: 'source-changed', subject: f.path('one/build/in/T.cxx') }),
  },
  {
    name: 'the response file changes',
    change: (f) => fs.appendFileSync(f.path('one/build/in/T.castxml.inc'), '-Dt=u\n'),
    reason: (f) => ({ kind: 'flags-changed', subject: f.path('one/build/in/T.castxml.inc') }),
  },
  {
    name: 'castxml changes',
    change: (f) => f.write('bin/castxml', '#!/bin/false\nanother double\n'),
    reason: (f) => ({ kind: 'castxml-changed', subject: f.path('bin/castxml') }),
  },
  {
    name: 'the emulated compiler changes',
    change: (f) => f.write('bin/c++', 'compiler 13\n'),
    reason: (f) => ({ kind: 'compiler-changed', subject: f.path('bin/c++') }),
  },
  {
    name: 'a new header shadows one in an include directory',
    change: (f) => f.write('one/src/first/version.h', 'int version = 7;\n'),
    reason: (f) => ({ kind: 'include-directory-changed', subject: f.path('one/src/first') }),
  },
  {
    name: 'a new header shadows one in a subdirectory that an include names',
    before: (f) => f.write('one/src/first/sub/other.h', ''),
    change: (f) => f.write('one/src/first/sub/deep.h', 'int deep = 22;\n'),
    reason: (f) => ({ kind: 'include-directory-changed', subject: f.path('one/src/first/sub') }),
  },
  {
    name: 'a new subdirectory with a header shadows one that an include names',
    change: (f) => f.write('one/src/first/sub/deep.h', 'int deep = 23;\n'),
    reason: (f) => ({ kind: 'include-directory-changed', subject: f.path('one/src/first') }),
  },
  {
    name: 'a new header shadows one next to the source',
    change: (f) => f.write('one/build/in/common.h', 'int common = 11;\n'),
    reason: (f) => ({ kind: 'include-directory-changed', subject: f.path('one/build/in/common.h') }),
  },
  {
    name: 'a file appears that a header queries with __has_include',
    before: (f) =>
      f.write(
        'one/src/second/version.h',
        '#if __has_include(<tbb/tbb.h>)\nint tbb = 1;\n#else\nint tbb = 0;\n#endif\n',
      ),
    change: (f) => f.write('one/src/first/tbb/tbb.h', ''),
    reason: (f) => ({ kind: 'include-directory-changed', subject: f.path('one/src/first') }),
  },
  {
    name: 'a further response file changes',
    before: (f) => {
      f.write('one/build/in/more.inc', '-Dcommon=a\n');
      fs.appendFileSync(f.path('one/build/in/T.castxml.inc'), `@${f.path('one/build/in/more.inc')}\n`);
    },
    change: (f) => f.write('one/build/in/more.inc', '-Dcommon=b\n'),
    reason: (f) => ({ kind: 'flags-changed', subject: f.path('one/build/in/more.inc') }),
  },
  {
    name: 'a variable adds an include directory',
    before: (f) => f.write('cpath/tbb/tbb.h', ''),
    change: (f) => {
      f.environment = { ...f.environment, CPATH: f.path('cpath') };
    },
    reason: (f) => ({ kind: 'flags-changed', subject: `CPATH=${f.path('cpath')}` }),
  },
  {
    name: 'only times change',
    change: (f) => fs.utimesSync(f.path('one/src/second/version.h'), new Date(), new Date()),
    reason: () => null,
  },
];

describe('the cache when inputs change', () => {
  for (const { name, before, change, reason } of CASES)
    for (const age of ['right after a run', 'long after a run', 'long after a run of the server'] as const)
      it(`restores no stale XML if ${name}, ${age}`, async () => {
        // Long after the run nothing is racy, and timestamps alone must show the change.
        const fixture = new Fixture(age === 'right after a run' ? {} : { now: () => Date.now() + 60_000 });
        fixture.resident = age.endsWith('server');
        try {
          before?.(fixture);
          await fixture.run();
          assert.equal((await fixture.run()).outcome, 'hit-l1');
          await nextFileTick();
          change(fixture);
          await nextFileTick();
          const expected = reason(fixture);
          const verdict = await fixture.open().inspect(fixture.invocation());
          assert.deepEqual([verdict.state === 'hit', verdict.reason ?? null], [expected === null, expected]);
          const run = await fixture.run();
          assert.equal(run.outcome === 'hit-l1', expected === null);
          assert.equal((await fixture.run()).runs, '');
        } finally {
          fixture.dispose();
        }
      });

  it('makes another XML for flags that the preprocessed text does not show', async () => {
    const fixture = new Fixture();
    try {
      await fixture.run();
      const other = fixture.invocation('one/build', '-fsized-deallocation');
      assert.equal((await fixture.run(other)).outcome, 'miss');
      const start = { ...fixture.invocation() };
      start.args = start.args.map((argument) => (argument === '_wrapping_' ? 'itk' : argument));
      assert.equal((await fixture.run(start)).outcome, 'miss');
    } finally {
      fixture.dispose();
    }
  });

  for (const macro of ['__DATE__', '__TIME__', '__TIMESTAMP__'])
    it(`keeps a run with ${macro} out of L1`, async () => {
      const fixture = new Fixture();
      try {
        fixture.write('one/src/second/version.h', `const char * made = ${macro};\n`);
        await fixture.open().run(fixture.invocation());
        fixture.runner.runs = [];
        const subject = fixture.path('one/src/second/version.h');
        const verdict = await fixture.open().inspect(fixture.invocation());
        assert.deepEqual([verdict.state, verdict.reason], ['miss', { kind: 'time-dependent', subject }]);
        await fixture.open().run(fixture.invocation());
        assert.match(fixture.runner.runs.join(''), /^E/);
      } finally {
        fixture.dispose();
      }
    });

  it('ignores a mention of __DATE__ that is not expanded', async () => {
    const fixture = new Fixture();
    try {
      fixture.write('one/src/second/version.h', 'int version = 1; // never __DATE__\n');
      await fixture.run();
      assert.equal((await fixture.run()).outcome, 'hit-l1');
    } finally {
      fixture.dispose();
    }
  });

  const andBack = (name: string) => (fixture: Fixture) => {
    const content = fixture.read(name);
    fixture.write(name, 'int version = 6;\n');
    fixture.write(name, content);
  };
  const WHILE_IT_RUNS: Record<string, (fixture: Fixture) => void> = {
    'a header changes': (f) => f.write('one/src/second/version.h', 'int version = 6;\n'),
    'a header changes and changes back': andBack('one/src/second/version.h'),
    'the source changes': (f) => f.write('one/build/in/T.cxx', 'int t = 6;\n'),
    'the response file changes and changes back': andBack('one/build/in/T.castxml.inc'),
    'the compiler changes and changes back': andBack('bin/c++'),
    'castxml changes and changes back': andBack('bin/castxml'),
    'a shadowing header is added': (f) => f.write('one/src/first/version.h', 'int version = 6;\n'),
    'a shadowing header is added and removed again': (f) => {
      f.write('one/src/first/version.h', 'int version = 6;\n');
      f.remove('one/src/first/version.h');
    },
  };
  for (const stage of ['preprocess', 'castxml'] as const)
    for (const [what, modify] of Object.entries(WHILE_IT_RUNS))
      it(`stores nothing if ${what} while castxml runs (${stage})`, async () => {
        const fixture = new Fixture();
        try {
          fixture.runner.hooks.beforeWrite = (now) => {
            if (now === stage) modify(fixture);
          };
          await fixture.open().run(fixture.invocation());
          assert.equal(fs.existsSync(fixture.path('store/l2')), false, 'something was stored');
          fixture.runner.hooks = {};
          await fixture.run();
          assert.equal((await fixture.run()).outcome, 'hit-l1');
        } finally {
          fixture.dispose();
        }
      });

  it('dates an XML from a shared snapshot before every later change', async () => {
    const fixture = new Fixture();
    try {
      await fixture.run();
      const cache = fixture.open();
      const snapshot = cache.snapshot();
      const first = await cache.run(fixture.invocation(), { snapshot });
      fixture.write('one/src/second/version.h', 'int version = 6;\n');
      const second = await cache.run(fixture.invocation(), { snapshot });
      assert.deepEqual([first.outcome, second.outcome], ['hit-l1', 'hit-l1']);
      assert.ok(mtimeMs(fixture, 'one/build/in/T.xml') < mtimeMs(fixture, 'one/src/second/version.h'));
      assert.equal((await cache.run(fixture.invocation(), { snapshot: cache.snapshot() })).outcome, 'miss');
    } finally {
      fixture.dispose();
    }
  });

  it('dates an XML of the resident server from a shared snapshot before every later change', async () => {
    const fixture = new Fixture();
    try {
      await fixture.run();
      const cache = fixture.open();
      const snapshot = cache.snapshot();
      const first = await cache.stageHit(fixture.invocation(), { snapshot });
      fixture.write('one/src/second/version.h', 'int version = 6;\n');
      const second = await cache.stageHit(fixture.invocation(), { snapshot });
      assert.ok(first && second?.staged);
      assert.ok(fs.statSync(second.staged).mtimeMs < mtimeMs(fixture, 'one/src/second/version.h'));
      assert.equal(await cache.stageHit(fixture.invocation(), { snapshot: cache.snapshot() }), null);
    } finally {
      fixture.dispose();
    }
  });

  it('dates no XML before an input that was written right before, so that ninja has nothing to do', async () => {
    const fixture = new Fixture();
    try {
      await fixture.run();
      fixture.write('one/src/second/version.h', fixture.read('one/src/second/version.h'));
      const cache = fixture.open();
      const snapshot = cache.snapshot();
      assert.equal((await cache.run(fixture.invocation(), { snapshot })).outcome, 'hit-l1');
      assert.ok(mtimeMs(fixture, 'one/build/in/T.xml') >= mtimeMs(fixture, 'one/src/second/version.h'));
    } finally {
      fixture.dispose();
    }
  });
});

const mtimeMs = (fixture: Fixture, name: string): number => fs.statSync(fixture.path(name)).mtimeMs;
