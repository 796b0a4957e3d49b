import * as l10n from '@vscode/l10n';
import type { MessagingTool } from '../../../shared/tool-message';
import type { Finding } from '../diagnostic';
import type { BuildContext } from '../rule';

/** The findings for the messages of a tool in its last run. */
export const lastRunMessages = (
  { file, messages, placeOf }: BuildContext,
  wanted: MessagingTool,
): Finding[] =>
  messages
    .filter(({ tool }) => tool === wanted)
    .map((one) => ({
      message: l10n.t('{0}, last run: {1}', wanted, one.message),
      severity: one.severity,
      location: { file, range: placeOf(one) },
    }));
