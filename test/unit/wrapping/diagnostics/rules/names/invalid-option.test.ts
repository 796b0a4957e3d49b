import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WrappedProject } from '../../../../../support/wrapped-project';

describe('an option that is a list of numbers', () => {
  let project: WrappedProject;
  afterEach(() => project?.remove());

  it('is reported once in CMakeCache.txt if it has quotes, and nothing that follows from it is', async () => {
    project = WrappedProject.sample({}, ['ITK_WRAP_IMAGE_DIMS:STRING="2;3"']);
    const found = (await project.predict()).diagnostics();
    const outside = (await project.predict()).diagnosticsOutside();
    const cache = readFileSync(path.join(project.build, 'CMakeCache.txt'), 'utf8').split('\n');
    const line = cache.findIndex((one) => one.startsWith('ITK_WRAP_IMAGE_DIMS:')) + 1;
    assert.deepEqual(project.listed(outside), [`build/CMakeCache.txt:${line} error invalid-option`]);
    assert.match(outside[0]!.message, /Run CMake with -DITK_WRAP_IMAGE_DIMS=2;3\./);
    assert.deepEqual(project.listed(found), project.listed(outside));
  });

  it('is not reported if it is one', async () => {
    for (const value of ['2', '2;3;4']) {
      project = WrappedProject.sample({}, [`ITK_WRAP_IMAGE_DIMS:STRING=${value}`]);
      assert.deepEqual((await project.predict()).diagnosticsOutside(), [], value);
      project.remove();
    }
  });
});
