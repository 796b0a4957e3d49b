import assert from 'node:assert/strict';
import { WrappedProject } from '../../../../../support/wrapped-project';

const wrap = 'Modules/Filtering/ImageIntensity/wrapping/itkNew.wrap';

describe('a name with two instantiations', () => {
  let project: WrappedProject | undefined;
  afterEach(() => project?.remove());

  async function listed(body: string): Promise<string[]> {
    project = WrappedProject.sample({ [wrap]: `itk_wrap_class("itk::New")\n${body}itk_end_wrap_class()\n` });
    return project.listed((await project.predict()).diagnostics());
  }

  it('is an error if they differ, because castxml stops', async () => {
    assert.deepEqual(
      await listed('foreach(t F D)\n  itk_wrap_template("X" "${ITKT_${t}}")\nendforeach()\n'),
      [`${wrap}:3 error duplicate-mangle`],
    );
  });

  it('is a warning if they are equal, even if they are written differently', async () => {
    for (const second of ['${ITKT_IF2}', 'itk::Image< float,2 >', 'itk::Image<float, 2>']) {
      const body = `itk_wrap_template("IF2" "\${ITKT_IF2}")\nitk_wrap_template("IF2" "${second}")\n`;
      assert.deepEqual(await listed(body), [`${wrap}:3 warning wrapped-twice`]);
      project!.remove();
    }
  });
});
