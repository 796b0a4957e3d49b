import type { Check, CheckContext } from '../check';
import type { Finding } from '../finding';
import type { StoreView } from '../store-views';
import { nearestFolder } from '../tools/nearest-folder';
import { present } from '../tools/tool-answer';

const OTHERS_MAY_WRITE = 0o022;
const MB = 2 ** 20;

/** The store answers, its first root can be written to, and only by this user. */
export const storeCheck: Check = {
  id: 'store',
  title: 'Store',
  async run(context) {
    const stores = await context.stores();
    const invalid = (stores[0]?.problems ?? []).map((problem): Finding => ({
      severity: 'warning',
      message: 'A setting of the cache is invalid.',
      evidence: [problem],
      remedy: 'Correct the variable in the environment; docs/cache.md lists them.',
    }));
    const looks = await Promise.all(stores.map((store) => look(store, context)));
    const [writable] = looks.filter(({ mayWrite }) => mayWrite);
    return {
      summary: looks.map(({ text }) => text).join('; ') || 'none',
      findings: present([
        ...invalid,
        ...looks.flatMap(({ findings }) => findings),
        !writable && nowhere(stores),
      ]),
    };
  },
};

interface Look {
  text: string;
  mayWrite: boolean;
  findings: Finding[];
}

async function look(store: StoreView, { disk, user }: CheckContext): Promise<Look> {
  const { path, answers, exists, bytes, maxBytes } = store;
  if (!answers) return { text: `${path} does not answer`, mayWrite: false, findings: [silent(path)] };
  if (!exists) {
    const above = await nearestFolder(path, disk);
    const mayWrite = above !== null && disk.allows(above, 'write');
    return { text: `${path} (not made yet)`, mayWrite, findings: [] };
  }
  const mayWrite = disk.allows(path, 'write');
  const facts = await disk.facts(path);
  const findings = present([
    facts && user !== null && !isPrivate(facts, user) && shared(path, facts),
    bytes > maxBytes && tooLarge(store),
  ]);
  const size = `${Math.ceil(bytes / MB)} of ${Math.round(maxBytes / MB)} MB`;
  return { text: `${path}, ${size}${mayWrite ? '' : ', read-only'}`, mayWrite, findings };
}

const isPrivate = ({ mode, uid }: { mode: number; uid: number }, user: number): boolean =>
  uid === user && (mode & OTHERS_MAY_WRITE) === 0;

const silent = (path: string): Finding => ({
  severity: 'warning',
  message: 'A root of the store does not answer. Runs go on without it.',
  evidence: [`${path} did not answer within 3 s`],
  remedy: 'Look at the file server and the network, or set ITK_WRAP_CACHE to other folders.',
});

const shared = (path: string, { mode, uid }: { mode: number; uid: number }): Finding => ({
  severity: 'note',
  message:
    'Other users may write into a root of the store. What they put there is checked each time, so hits take longer.',
  evidence: [`${path}: owner ${uid}, mode ${mode.toString(8)}`],
  remedy: `If nobody else uses it: chmod go-w ${path}`,
});

const tooLarge = ({ path, bytes, maxBytes }: StoreView): Finding => ({
  severity: 'note',
  message: 'The store is larger than its maximum size. The oldest entries are removed after the next run.',
  evidence: [`${path}: ${Math.ceil(bytes / MB)} of ${Math.round(maxBytes / MB)} MB`],
  remedy: 'Set ITK_WRAP_CACHE_MAX_SIZE to a larger size if entries are lost that are still needed.',
});

const nowhere = (stores: readonly StoreView[]): Finding => ({
  severity: 'warning',
  message: 'No root of the store can be written to, so that nothing new is cached.',
  evidence: stores.map(({ path }) => path),
  remedy: 'Set ITK_WRAP_CACHE to a folder that you may write to, or correct the permissions.',
});
