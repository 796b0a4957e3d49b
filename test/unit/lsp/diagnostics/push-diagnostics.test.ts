import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver';
import type { Checker } from '../../../../server/src/lsp/diagnostics/checker';
import { PushDiagnostics } from '../../../../server/src/lsp/diagnostics/push-diagnostics';
import type { LiveIndex } from '../../../../server/src/lsp/session/live-index';
import { eventually } from '../../../support/eventually';

const uri = 'file:///itkFoo.wrap';

describe('pushed diagnostics', () => {
  it('are never those of an older text, even if its check takes longer', async () => {
    const checks: ((found: Diagnostic[]) => void)[] = [];
    const checker = { of: () => new Promise<Diagnostic[]>((resolve) => checks.push(resolve)) };
    const sent: unknown[][] = [];
    const channel = new PushDiagnostics(
      { indexed: true } as LiveIndex,
      checker as unknown as Checker,
      () => [uri],
      (_, diagnostics) => sent.push(diagnostics.map(({ message }) => message)),
      (_, work) => void work(),
    );
    const found = (message: string) => [{ message } as Diagnostic];
    channel.soon([uri]);
    channel.soon([uri]);
    checks[1]!(found('of the new text'));
    await eventually(() => sent.length > 0);
    checks[0]!(found('of the old text'));
    await eventually(() => !channel.busy);
    assert.deepEqual(sent, [['of the new text']]);
    channel.soon([uri]);
    checks[2]!(found('of a newer text'));
    await eventually(() => !channel.busy);
    assert.deepEqual(sent.at(-1), ['of a newer text']);
  });
});
