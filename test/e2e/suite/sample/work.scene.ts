import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { allKnown, at, expand, showSidebar, sidebarRow, tidy } from '../../harness/workbench';

const page = { in: 'webview', timeoutMs: 15_000 } as const;
const node = (id: string): string => `g.node[data-node="${id}"]`;

/** The last scene of the sample, because it changes a header that all types read. */
describe('The work of this window', () => {
  before(async () => {
    await tidy();
    await allKnown();
  });
  after(tidy);

  it('tells what runs from what is queued, in the graph, the sidebar and the status bar', async () => {
    // So that the cache has no result, whatever ran before.
    const header = at('Modules/Core/Common/include/itkMacro.h');
    const text = Buffer.from(await vscode.workspace.fs.readFile(header)).toString();
    const added = 'namespace itk { struct WorkScene { int member; }; }\n';
    await vscode.workspace.fs.writeFile(header, Buffer.from(text + added));
    await showSidebar();
    await vscode.commands.executeCommand('workbench.actions.treeView.itkWrapping.modules.collapseAll');
    await expand('ITKCommon');
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKCommon' });
    await host.waitFor(node('xml:itkImage'), page);
    const rows = (): Promise<string[]> =>
      host.evaluate(
        `[...document.querySelectorAll('g.node')].map((node) => node.getAttribute('aria-label')).filter((label) => label.includes('running') || label.includes('queued'))`,
        node('xml:itkImage'),
        page,
      );
    const ended: (number | undefined)[] = [];
    const subscription = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => ended.push(exitCode));
    const tasks = vscode.workspace.getConfiguration('itkWrapping');
    await tasks.update('tasks.jobs', 2, vscode.ConfigurationTarget.Global);
    void vscode.commands.executeCommand('itkWrapping.runCastxmlModule', { module: 'ITKCommon' });
    void vscode.commands.executeCommand('itkWrapping.runIgenerator', { module: 'ITKCommon' });
    await eventually(
      async () => {
        const labels = await rows();
        const running = labels.filter((label) => label.includes('running')).length;
        const queued = labels.filter((label) => label.includes('queued')).length;
        assert.ok(running >= 1 && running <= 2 && queued > 0, labels.join('\n'));
        assert.match(await sidebarRow('queued'), /itk\w+ ?queued/i);
        await sidebarRow('running');
        return true;
      },
      { timeoutMs: 30_000 },
    );
    await host.screenshot('graph-queued');
    await host.waitFor('.statusbar-item:has-text("1 run queued")');
    await eventually(() => ended.length === 2);
    assert.deepEqual(ended, [0, 0]);
    await eventually(async () => (await rows()).length === 0);
    subscription.dispose();
    await tasks.update('tasks.jobs', undefined, vscode.ConfigurationTarget.Global);
  });
});
