import assert from 'node:assert/strict';
import { explainFailure, KNOWN_FAILURES } from '../../../../server/src/pipeline/doctor/known-failures';
import { CHECKS } from '../../../../server/src/pipeline/doctor/checks';
import type { StepName } from '../../../../server/src/pipeline/doctor/probe/probe-report';

/** Real messages, and a word of the cause that they stand for. */
const MESSAGES: [StepName, string, RegExp][] = [
  [
    'castxml',
    "/usr/include/c++/12/bits/stringfwd.h:60:33: error: use of undeclared identifier 'char8_t'; did you mean 'char32_t'?",
    /char8_t/,
  ],
  [
    'castxml',
    "new_allocator.h:153:6: error: call to '__builtin_operator_delete' selects non-usual deallocation function",
    /sized deallocation/,
  ],
  [
    'castxml',
    "error: '--castxml-cc-gnu' compiler command failed:\n\n '/x/c++' '-fno-sized-deallocation' '-E'\n\nExecutable \"/x/c++\" doesn't exist!",
    /the compiler failed/,
  ],
  ['igenerator', "ModuleNotFoundError: No module named 'pygccxml'", /pygccxml/],
  ['swig', ":1: Error: Unable to find 'swig.swg'", /own library/],
  ['compile', 'a.cpp:193:11: fatal error: Python.h: No such file or directory', /Python\.h/],
  ['compile', 'fatal error: error closing /tmp/x.s: No space left on device', /is full/],
  ['import', 'ImportError: /tmp/_x.so: failed to map segment from shared object', /noexec/],
  ['import', 'ImportError: /tmp/_x.abi3.so: undefined symbol: PyObject_TypeCheck', /another Python/],
  ['link', 'it took longer than 10 s, and was ended', /wait for something/],
];

describe('explainFailure', () => {
  it('knows what real messages mean', () => {
    for (const [step, message, cause] of MESSAGES)
      assert.match(explainFailure(step, message)?.cause ?? '', cause, message);
  });

  it('says nothing of messages that it does not know, or that another step gives', () => {
    assert.equal(explainFailure('castxml', "error: expected ';'"), null);
    assert.equal(explainFailure('link', "No module named 'pygccxml'"), null);
  });

  it('blames checks that exist', () => {
    const ids = CHECKS.map(({ id }) => id);
    for (const { blames } of KNOWN_FAILURES) assert.ok(blames === undefined || ids.includes(blames), blames);
    assert.equal(new Set(ids).size, ids.length);
  });
});
