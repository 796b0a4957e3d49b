import {
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../../server/src/lsp/features/call-hierarchy';
import type { Workspace } from './language';

/** The sorted names in the call hierarchy of the macro at the cursor mark. */
export function callersOf(workspace: Workspace, fixture: string): { incoming: string[]; outgoing: string[] } {
  const { context, position } = workspace.at(fixture);
  const [item] = prepareCallHierarchy(context, position);
  if (!item) throw new Error('There is no macro at the mark.');
  return {
    incoming: incomingCalls(workspace.index, item)
      .map(({ from }) => from.name)
      .sort(),
    outgoing: outgoingCalls(workspace.index, item)
      .map(({ to }) => to.name)
      .sort(),
  };
}
