import assert from 'node:assert/strict';
import path from 'node:path';
import { WrappedProject } from '../../../support/wrapped-project';

const intensity = 'Modules/Filtering/ImageIntensity/wrapping';
const thresholding = 'Modules/Segmentation/Thresholding/wrapping';

/** After edits, everything behind the first of them is evaluated again if it may see what they changed. */
describe('an evaluation after edits', () => {
  let project: WrappedProject | undefined;
  afterEach(() => project?.remove());

  /** What is reported before an edit of one file, while it counts, and after it was taken back. */
  async function around(file: string, files: Record<string, string> = {}): Promise<string[][]> {
    project = WrappedProject.sample(files);
    const session = await project.predict();
    const listed = (): string[] => project!.listed(session.diagnostics());
    const before = listed();
    const wrap = path.join(project.source, file);
    session.update(wrap, `${session.textOf(wrap)}\nset(left_behind 1)\n`);
    session.settle();
    const during = listed();
    session.update(wrap, null);
    session.settle();
    return [before, during, listed()];
  }

  it('reports no mistakes in files that have none', async () =>
    assert.deepEqual(await around(`${intensity}/itkAbsImageFilter.wrap`), [[], [], []]));

  it('reports once that two files have the same name, wherever the edit is', async () => {
    const twice = { [`${thresholding}/itkAddImageFilter.wrap`]: '# The other module has it too.\n' };
    const expected = [`${thresholding}/itkAddImageFilter.wrap:1 warning duplicate-type`];
    for (const edited of [
      `${intensity}/itkAbsImageFilter.wrap`,
      `${intensity}/itkMaskImageFilter.wrap`,
      `${thresholding}/itkAddImageFilter.wrap`,
    ])
      assert.deepEqual(await around(edited, twice), [expected, expected, expected], edited);
  });
});
