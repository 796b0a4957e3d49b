import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { LspClient } from '../../support/lsp-client';
import { WrappedProject } from '../../support/wrapped-project';

describe('an ITK that was never configured', function () {
  this.timeout(120_000);
  const wrap = 'Modules/Filtering/ImageIntensity/wrapping/itkNew.wrap';
  let project: WrappedProject;
  let client: LspClient;
  before(async () => {
    project = WrappedProject.sample({
      [wrap]: 'itk_wrap_class("itk::New")\n  itk_wrap_template("X" "${ITKT_NOPE}")\nitk_end_wrap_class()\n',
      'Modules/Filtering/ImageIntensity/include/itkNew.h':
        'namespace itk\n{\ntemplate <typename T>\nclass New\n{};\n}\n',
    });
    rmSync(project.build, { recursive: true });
    client = await LspClient.start(project.source, { ITK_WRAP_CACHE: path.join(project.dir, 'store') });
  });
  after(async () => {
    await client?.stop();
    project?.remove();
  });

  const uri = (file: string): string => URI.file(path.join(project.source, file)).toString();
  const codes = (file: string): unknown[] => client.diagnosticsOf(uri(file)).map(({ code }) => code);

  it('has the diagnostics of an evaluation with its default options', async () => {
    await client.until('the evaluation has ended', () => codes(wrap).includes('undefined-type'), 60_000);
    assert.equal(client.view?.situation, 'no-build');
    assert.deepEqual(codes(wrap), ['undefined-type']);
  });

  it('shows in a hover what a class would generate', async () => {
    const file = 'Modules/Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap';
    const hover = await client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: uri(file) },
      position: { line: 0, character: 20 },
    });
    assert.match(JSON.stringify(hover), /itkAbsImageFilterIF2IF2/);
  });
});
