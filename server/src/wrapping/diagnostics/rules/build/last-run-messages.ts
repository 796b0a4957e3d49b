import type { MessagingTool } from '../../../../shared/tool-message';
import type { Finding } from '../../diagnostic';
import type { BuildContext } from '../../rule';

/** The findings for the messages of a tool in its last run. */
export const lastRunMessages = (
  { file, messages, placeOf }: BuildContext,
  wanted: MessagingTool,
): Finding[] =>
  messages
    .filter(({ tool }) => tool === wanted)
    .map((one) => ({
      message: `${wanted}, last run: ${one.message}`,
      severity: one.severity,
      location: { file, range: placeOf(one) },
    }));
