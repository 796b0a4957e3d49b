import assert from 'node:assert/strict';
import { host } from '../../harness/host';
import {
  allKnown,
  completeInSidebar,
  expand,
  showSidebar,
  sidebarRow,
  sidebarRows,
  tidy,
} from '../../harness/workbench';

describe('The sidebar', () => {
  before(tidy);

  it('lists the modules of the build, each with its state', async () => {
    await allKnown();
    await showSidebar();
    for (const module of ['ITKCommon', 'ITKImageIntensity', 'ITKThresholding'])
      assert.match(await sidebarRow(module), /hit/, module);
    await completeInSidebar('ITKCommon');
  });

  it('lists the types of a module, each with its state and the reason', async () => {
    await expand('ITKImageIntensity');
    await sidebarRow('itkAbsImageFilter', 'not cached yet');
    await sidebarRow('itkMaskImageFilter', 'not cached yet');
    await host.waitFor(`${sidebarRows}[aria-label^="Type itkAbsImageFilter, MISS · not cached yet"]`);
    await host.screenshot('sidebar');
  });

  it('opens the .wrap of a type after a click', async () => {
    await host.click(`${sidebarRows}:has-text("itkAddImageFilter")`);
    await host.waitFor('.tab.active:has-text("itkAddImageFilter.wrap")');
  });

  it('shows in the status bar how many types hit', async () => {
    const api = await allKnown();
    await host.waitFor(`.statusbar-item:has-text("/${api.model.allTypes().length} hit")`);
  });
});
