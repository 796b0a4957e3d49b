import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type DocumentFormattingParams,
  DocumentFormattingRequest,
} from 'vscode-languageserver-protocol/node';
import { methods, type NewWrapView, type UnwrappedClassView } from '../../../server/src/shared/protocol';
import { LspClient } from '../../support/lsp-client';
import { type SampleCopy, sampleCopy } from '../../support/sample';

describe('a new .wrap file', function () {
  this.timeout(120_000);
  let sample: SampleCopy;
  let client: LspClient;
  before(async () => {
    sample = await sampleCopy({ configureOnly: true });
    client = await LspClient.start(sample.source, { ITK_WRAP_CACHE: sample.store });
    await client.connection.sendRequest(methods.whenIdle);
  });
  after(async () => {
    await client?.stop();
    await sample?.remove();
  });

  const newWrap = (header: string, className: string): Promise<NewWrapView> =>
    client.connection.sendRequest(methods.newWrap, {
      header: pathToFileURL(path.join(sample.source, header)).toString(),
      className,
      types: ['WRAP_ITK_REAL'],
    });
  const folder = 'Modules/Filtering/ImageIntensity/include';

  it('is offered for the classes that are not wrapped yet, with their modules', async () => {
    const classes = await client.connection.sendRequest<UnwrappedClassView[]>(methods.unwrappedClasses);
    const names = classes.map(({ name, module }) => `${name} ${module}`);
    assert.ok(names.includes('itk::UnaryFunctorImageFilter ITKImageIntensity'), names.join());
    assert.ok(!names.some((name) => name.startsWith('itk::AbsImageFilter ')));
  });

  it('is what the formatter leaves alone', async () => {
    const made = await newWrap(`${folder}/itkUnaryFunctorImageFilter.h`, 'itk::UnaryFunctorImageFilter');
    assert.deepEqual(made.wrappedIn, []);
    const file = path.join(sample.source, folder, '../wrapping/itkUnaryFunctorImageFilter.wrap');
    const uri = await client.open(file, 'itk-wrap', made.text);
    const params: DocumentFormattingParams = {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    };
    assert.deepEqual(await client.connection.sendRequest(DocumentFormattingRequest.method, params), []);
    await rm(file, { force: true });
  });

  it('says where its class is wrapped already', async () => {
    const made = await newWrap(
      'Modules/Core/Common/include/itkAbsImageFilter.h',
      'itk::AbsImageFilter',
    ).catch(() => null);
    assert.equal(made, null, 'there is no such header');
    const again = await newWrap(`${folder}/itkAbsImageFilter.h`, 'itk::AbsImageFilter');
    assert.ok(again.exists);
    assert.deepEqual(again.wrappedIn, [], 'its own file does not count');
  });
});
