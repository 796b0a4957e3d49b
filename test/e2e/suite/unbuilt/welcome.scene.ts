import { host } from '../../harness/host';
import { eventually } from '../../../support/eventually';
import { extension, showSidebar } from '../../harness/workbench';

describe('A workspace without a build', () => {
  it('says so in a welcome view, with a button', async () => {
    const api = await extension();
    await eventually(() => api.model.view.situation === 'no-build');
    await showSidebar();
    await host.waitFor('.welcome-view-content:has-text("No CMake build was found")');
    await host.waitFor('.welcome-view-content .monaco-button:has-text("Choose a Build Directory")');
    await host.screenshot('no-build');
  });
});
