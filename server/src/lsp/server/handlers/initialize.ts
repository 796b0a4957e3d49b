import type { InitializeParams, InitializeResult } from 'vscode-languageserver';
import { useTranslations } from '../../../shared/l10n/translations';
import { chooseEncoding } from '../../translate/position-encoding';
import { capabilities } from '../capabilities';
import { openFolders } from '../client-support';
import type { ServerState } from '../server-state';

/** Records the client's open folders and capabilities, and answers with the server's capabilities. */
export function initialize(state: ServerState, params: InitializeParams): InitializeResult {
  const { client, positions } = state;
  state.folders = openFolders(params);
  const options = (params.initializationOptions ?? {}) as {
    diagnosticMode?: unknown;
    translations?: unknown;
  };
  useTranslations(options.translations);
  client.initialize(params);
  // A client that gets diagnostics pushed also sees changes in files that it has not opened.
  const pull = client.support.pullDiagnostics && options.diagnosticMode !== 'push';
  state.chooseDiagnostics(pull);
  positions.encoding = chooseEncoding(params.capabilities.general?.positionEncodings);
  return { capabilities: capabilities(positions.encoding, pull), serverInfo: { name: 'itk-wrap' } };
}
