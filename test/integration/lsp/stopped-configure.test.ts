import assert from 'node:assert/strict';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { LspClient } from '../../support/lsp-client';
import { WrappedProject } from '../../support/wrapped-project';

describe('a configure that CMake did not finish', () => {
  let project: WrappedProject;
  let client: LspClient;
  afterEach(async () => {
    await client?.stop();
    project?.remove();
  });

  const start = async (files: Record<string, string>): Promise<void> => {
    project = WrappedProject.sample(files, ['ITK_WRAP_IMAGE_DIMS:STRING=2;9']);
    const store = path.join(project.dir, 'store');
    client = await LspClient.start(
      project.source,
      { ITK_WRAP_CACHE: store },
      { buildDirectory: project.build },
    );
  };
  const codesOf = (file: string): unknown[] =>
    client.diagnosticsOf(URI.file(file).toString()).map(({ code, severity }) => `${code} ${severity}`);
  const until = (file: string, expected: string[]): Promise<unknown> =>
    client.until(`${file} has ${expected.join()}`, () => codesOf(file).join() === expected.join(), 60_000);

  it('shows a mistake in a .wrap file', async function () {
    this.timeout(90_000);
    const wrap = 'Modules/Filtering/ImageIntensity/wrapping/itkNew.wrap';
    await start({ [wrap]: 'message(FATAL_ERROR "no")\n' });
    await until(path.join(project.source, wrap), ['cmake-error 1']);
    assert.equal(client.view?.situation, 'not-configured');
  });

  it('shows a wrong option in CMakeCache.txt, and a macro file that cannot be parsed', async function () {
    this.timeout(90_000);
    const module = 'Modules/Filtering/ImageIntensity/wrapping/CMakeLists.txt';
    const text =
      'if(9 IN_LIST ITK_WRAP_IMAGE_DIMS)\n  message(FATAL_ERROR "ITK_WRAP_IMAGE_DIMS is wrong")\nendif()\n';
    await start({ [module]: text, 'Wrapping/WrapITKTypes.cmake': text });
    await until(path.join(project.build, 'CMakeCache.txt'), ['cmake-error 1']);
    await client.stop();
    project.remove();
    await start({ 'Wrapping/WrapITKTypes.cmake': 'macro(half)\n' });
    await until(path.join(project.source, 'Wrapping/WrapITKTypes.cmake'), ['syntax 1']);
  });
});
