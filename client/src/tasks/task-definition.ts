import type { TaskDefinition } from 'vscode';

/** What people may write in tasks.json. */
export const taskActions = ['castxml', 'igenerator', 'repair', 'swig', 'pyi', 'configure'] as const;
export type TaskAction = (typeof taskActions)[number];

/** `{ "type": "itkWrap", "action": "castxml", "wrapType": "itkFoo" }`: package.json has the schema. */
export interface ItkWrapTask extends TaskDefinition {
  type: 'itkWrap';
  action: TaskAction;
  /** One or more wrapped types. */
  wrapType?: string | string[];
  /** One or more modules: all of their types. */
  module?: string | string[];
  /** What to run if neither is named. Default: `stale` for castxml and igenerator, `openFile` for swig. */
  target?: 'openFile' | 'stale' | 'all';
  /** Number of castxml processes to run at the same time. Default: as many as there are processors. */
  jobs?: number;
}

/**
 * What commands of the extension start besides, in the same terminals and the same queue. No tasks.json can ask for these:
 * they write files that the user has named, or change the cache.
 */
export type OwnTask = { type: 'itkWrap' } & (
  | { action: 'setup' | 'setup-undo' | 'verify' }
  | { action: 'evict'; days: number }
  | { action: 'repair-damaged'; module: string[] }
  | { action: 'bench'; types: number; out: string }
);

export type AnyTask = ItkWrapTask | OwnTask;

/**
 * Reads a definition of tasks.json. Null if it is none of ours, asks for what tasks.json may not ask for, or has a value
 * that the schema in package.json forbids.
 */
export function readDefinition(raw: TaskDefinition): ItkWrapTask | null {
  const { type, action, wrapType, module, target, jobs } = raw as Record<string, unknown>;
  const known: readonly unknown[] = taskActions;
  if (type !== 'itkWrap' || !known.includes(action)) return null;
  if (![wrapType, module].every((names) => names === undefined || areNames(names))) return null;
  if (target !== undefined && target !== 'openFile' && target !== 'stale' && target !== 'all') return null;
  if (jobs !== undefined && !(Number.isInteger(jobs) && Number(jobs) > 0)) return null;
  return raw as ItkWrapTask;
}

/** Names of types or modules: `itk-wrap` would take what begins with a dash for an option. */
function areNames(value: unknown): boolean {
  return [value].flat().every((name) => typeof name === 'string' && name !== '' && !name.startsWith('-'));
}
