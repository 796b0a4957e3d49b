/** The format of an XML in the store. */
export type StoreFormat = 'gzip' | 'uncompressed';

/*
 * Every name in a root of the store, and its meaning. `docs/cache.md` has the same list. Folders of two hexadecimal digits
 * keep each folder small. Names that begin with a dot and end in `.tmp` are work in progress.
 *
 *   l1/<2 hex>/<L1>/             an L1 entry (contract): `l2_key`; `_check.json` is this implementation's own
 *   l2/<2 hex>/<L2>/             an XML (contract): `output.xml[.gz]`, `_meta.json`, `_ok`; `_check.json` is our own
 *   p1/<2 hex>/<key>/<16 hex>.json   entries of the portable index
 *   a1/<2 hex>/<key>/<16 hex>.json   entries of actions (SWIG, igenerator): what a run read and wrote
 *   cas/<2 hex>/<SHA-256>[.gz]       the contents that entries of actions name
 *   _types/<2 hex>/<32 hex>.json     the inputs of the last run for an output
 *   _messages/<16 hex>/<T>.<tool>.{json,txt}   the messages of a tool for a type in its last run
 *   _stats/                      counters: `<machine>.log`, rotated logs, sums, and a `lock`
 *   _binhash/<16 hex>            the hash of a castxml binary (contract)
 *   _users/<uid>/                data that is trusted without a check, so only one's own: `index-<machine>.v1`,
 *                                `hits-<machine>-<build>.v1`, `remote-down-<16 hex>`
 *   _last_store, _last_evict (contract), _last_check: empty files whose times matter
 *
 * Before version 0.1 of this project, the files of `_users` were in `_index/` and `_verdicts/`. They are no longer read.
 */

export const L1_ENTRY = 'l2_key';
export const CHECK = '_check.json';
export const META = '_meta.json';
export const OK = '_ok';
export const OUTPUTS: Record<StoreFormat, string> = { gzip: 'output.xml.gz', uncompressed: 'output.xml' };

export const STATS = '_stats';
export const MESSAGES = '_messages';
export const LAST_STORE = '_last_store';
export const LAST_EVICTION = '_last_evict';
/** When a root's size was last checked. */
export const LAST_CHECK = '_last_check';

export const l1Folder = (key: string): string => `l1/${key.slice(0, 2)}/${key}`;
export const l2Folder = (key: string): string => `l2/${key.slice(0, 2)}/${key}`;
export const portableFolder = (key: string): string => `p1/${key.slice(0, 2)}/${key}`;
export const actionFolder = (key: string): string => `a1/${key.slice(0, 2)}/${key}`;
/** @param digest of the unpacked content */
export const blobFile = (digest: string, format: StoreFormat): string =>
  `cas/${digest.slice(0, 2)}/${digest}${format === 'gzip' ? '.gz' : ''}`;
/** @param digest of the output's path */
export const typeRecordFile = (digest: string): string =>
  `_types/${digest.slice(0, 2)}/${digest.slice(0, 32)}.json`;
/** @param digest of the path of the castxml binary */
export const binaryHashFile = (digest: string): string => `_binhash/${digest.slice(0, 16)}`;
/** A file of data that is trusted without a check. Other users have their own. */
export const ownFile = (name: string): string => `_users/${process.getuid?.() ?? 'all'}/${name}`;

export const SHARD = /^[0-9a-f]{2}$/;
export const PORTABLE_ENTRY = /^[0-9a-f]{16}\.json$/;
export const ACTION_ENTRY = PORTABLE_ENTRY;
export const BLOB = /^([0-9a-f]{64})(\.gz)?$/;
export const TYPE_RECORD = /^[0-9a-f]{32}\.json$/;
export const MESSAGES_FOLDER = /^[0-9a-f]{16}$/;
export const MESSAGE = /^[^.].*\.(?:json|txt)$/;
export const STAGED = /^\..+\.tmp$/;

/** Everything that belongs to a root. Anything else is not removed. */
export const PARTS = [
  'l1',
  'l2',
  'p1',
  'a1',
  'cas',
  '_types',
  MESSAGES,
  STATS,
  '_users',
  '_index',
  '_verdicts',
  '_binhash',
  LAST_STORE,
  LAST_EVICTION,
  LAST_CHECK,
] as const;
