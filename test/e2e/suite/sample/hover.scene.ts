import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { host } from '../../harness/host';
import { input, wrapFile } from '../../harness/sample';
import { allKnown, hoverText, openAt, showHover, tidy } from '../../harness/workbench';

describe('A hover', () => {
  beforeEach(tidy);

  it('on a class in a .wrap shows its instantiations, MISS with the reason, and the keys', async () => {
    const api = await allKnown();
    const file = wrapFile('ITKImageIntensity', 'itkAbsImageFilter');
    const position = await openAt(file, 'itk::AbsImageFilter');
    const text = await hoverText(file, position);
    const type = api.model.type('itkAbsImageFilter');
    assert.equal(type?.state, 'miss');
    assert.match(text, /\*\*MISS\*\* · not cached yet/);
    assert.match(type.l1 ?? '', /^[0-9a-f]{64}$/);
    assert.ok(text.includes(type.l1 ?? ''), 'the L1 key');
    assert.match(text, /L2/);
    assert.match(text, /itkAbsImageFilterIF2IF2/);
    assert.match(text, /itk::AbsImageFilter<\s*itk::Image<\s*float,\s*2/);
    assert.match(text, /itkAbsImageFilterISS3ISS3/);
    assert.ok(!text.includes('itkAbsImageFilterIUC2IUC2'), 'nothing that is not wrapped');

    const seen = await showHover('MISS');
    assert.match(seen, /MISS/);
    assert.match(seen, /itkAbsImageFilterIF2IF2/);
    await host.screenshot('hover-wrap');
  });

  it('on an alias in the generated .cxx shows the state of its type', async () => {
    const file = input('itkAbsImageFilter.cxx');
    const position = await openAt(file, 'itkAbsImageFilterIF2IF2=');
    const text = await hoverText(file, position);
    assert.match(text, /itkAbsImageFilterIF2IF2/);
    assert.match(text, /\*\*MISS\*\*/);
    assert.match(text, /[0-9a-f]{64}/);
    await showHover('MISS');
    await host.screenshot('hover-cxx');
  });

  it('on a line without a class shows nothing', async () => {
    const cxx = input('itkAbsImageFilter.cxx');
    const lines = (await vscode.workspace.openTextDocument(cxx)).getText().split('\n');
    const blank = lines.findIndex((line) => line.trim() === '');
    assert.equal(await hoverText(cxx, new vscode.Position(blank, 0)), '');
  });
});
