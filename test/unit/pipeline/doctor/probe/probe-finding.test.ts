import assert from 'node:assert/strict';
import type { CheckReport } from '../../../../../server/src/pipeline/doctor/finding';
import { probeFinding, tellingLines } from '../../../../../server/src/pipeline/doctor/probe/probe-finding';
import type { StepReport } from '../../../../../server/src/pipeline/doctor/probe/probe-report';

const step = (name: StepReport['name'], changes: Partial<StepReport> = {}): StepReport => ({
  ...{ name, state: 'ok' as const, reason: null, seconds: 1, command: null, output: '' },
  ...changes,
});
const failing = (id: string): CheckReport => ({ id, title: id, state: 'error', summary: '', findings: [] });

describe('probeFinding', () => {
  it('names the step that fails, and the cause if it is known', () => {
    const broken = step('castxml', { state: 'failed', reason: 'exit code 1', output: "error: 'char8_t'" });
    const finding = probeFinding({ works: false, steps: [broken] }, []);
    assert.match(
      finding?.message ?? '',
      /^castxml fails for one small class: exit code 1\. The clang .* char8_t/,
    );
    assert.equal(
      probeFinding({ works: false, steps: [broken] }, [failing('castxml')]),
      null,
      'the check says it',
    );
    assert.ok(probeFinding({ works: false, steps: [broken] }, [failing('swig')]));
  });

  it('leaves an unknown failure to the check of the same tool', () => {
    const broken = step('swig', { state: 'failed', reason: 'exit code 1', output: 'odd' });
    assert.match(probeFinding({ works: false, steps: [broken] }, [])?.remedy ?? '', /--json/);
    assert.equal(probeFinding({ works: false, steps: [broken] }, [failing('swig')]), null);
  });

  it('notes a step that the build does not tell of, and nothing if all is well', () => {
    const open = step('swig', { state: 'not-run', reason: 'the build does not say how' });
    assert.equal(probeFinding({ works: null, steps: [step('castxml'), open] }, [])?.severity, 'note');
    assert.equal(probeFinding({ works: true, steps: [step('castxml')] }, []), null);
  });
});

describe('tellingLines', () => {
  it('are those that name an error, else the last ones', () => {
    assert.deepEqual(
      tellingLines('a\n\nf.h:1: error: x\n  ^\nf.h:2: error: y\n1 error generated.\nf: error: z\n'),
      ['f.h:1: error: x', 'f.h:2: error: y', '1 error generated.'],
    );
    assert.deepEqual(tellingLines('Traceback:\n  File "x"\nImportError: gone\n'), ['ImportError: gone']);
    assert.deepEqual(tellingLines('one\ntwo\nthree\nfour\n'), ['two', 'three', 'four']);
    assert.equal(tellingLines('x'.repeat(1000))[0]?.length, 240);
  });
});
