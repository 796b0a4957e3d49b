import type { Check } from '../check';
import type { Finding } from '../finding';
import type { RemoteView } from '../remote-view';
import { present } from '../tools/tool-answer';

/** The remote, if one is set, answers and accepts the credentials. */
export const remoteCheck: Check = {
  id: 'remote',
  title: 'Remote',
  async run({ remote }) {
    const view = await remote();
    if (!view) return { summary: 'none is set (ITK_WRAP_CACHE_REMOTE)', findings: [] };
    const answer =
      view.status === null
        ? (view.problem ?? 'no answer')
        : `answers ${view.status} in ${view.seconds.toFixed(1)} s`;
    return {
      summary: [view.address, answer].filter(Boolean).join(': '),
      findings: present([findingOf(view)]),
    };
  },
};

function findingOf({ address, status, problem }: RemoteView): Finding | null {
  if (address === '')
    return {
      severity: 'warning',
      message: 'The setting of the remote is invalid, so the remote is off.',
      evidence: [problem ?? ''],
      remedy: 'Correct ITK_WRAP_CACHE_REMOTE; docs/cache.md describes it.',
    };
  if (status === null)
    return {
      severity: 'warning',
      message: 'The remote does not answer. Runs go on without it, after a moment.',
      evidence: [`${address}: ${problem ?? 'no answer'}`],
      remedy: 'Look at the server, the network and proxies, or unset ITK_WRAP_CACHE_REMOTE.',
    };
  if (status === 401 || status === 403)
    return {
      severity: 'warning',
      message: 'The remote refuses the credentials. Nothing is restored from it.',
      evidence: [`${address} answers ${status}`],
      remedy:
        'Correct ITK_WRAP_CACHE_REMOTE_USER and ITK_WRAP_CACHE_REMOTE_PASSWORD, or ITK_WRAP_CACHE_REMOTE_TOKEN.',
    };
  if (status === 404 || status === 200) return null;
  return {
    severity: 'warning',
    message: 'The remote does not answer like a cache, which says 404 for an entry that it does not have.',
    evidence: [`${address} answers ${status}`],
    remedy: 'Check the address in ITK_WRAP_CACHE_REMOTE, and the server’s log.',
  };
}
