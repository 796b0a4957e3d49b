import type { TaskDefinition } from 'vscode';

/** The actions that users may write in tasks.json. */
export const taskActions = ['build', 'castxml', 'igenerator', 'repair', 'swig', 'pyi', 'configure'] as const;
/** One of {@link taskActions}. */
export type TaskAction = (typeof taskActions)[number];

/** `{ "type": "itkWrap", "action": "castxml", "wrapType": "itkFoo" }`. The schema is in package.json. */
export interface ItkWrapTask extends TaskDefinition {
  type: 'itkWrap';
  action: TaskAction;
  /** One or more wrapped types. */
  wrapType?: string | string[];
  /** One or more modules. All their types are included. */
  module?: string | string[];
  /** What to run if neither is given. Default: `openFile` for swig, else `stale`. */
  target?: 'openFile' | 'stale' | 'all';
  /**
   * The number of processes of build and castxml to run at the same time. Default: the setting `itkWrapping.tasks.jobs`, else the number
   * of processors.
   */
  jobs?: number;
}

/**
 * Actions that only the commands of the extension start, in the same terminals and queue. tasks.json may not contain them:
 * they write files that the user has chosen, change the cache, or need no build.
 */
export type OwnTask = { type: 'itkWrap' } & (
  | { action: 'setup' | 'setup-undo' | 'verify' | 'doctor' }
  | { action: 'evict'; days: number }
  | { action: 'repair-damaged'; module: string[] }
  | { action: 'configure-with'; options: readonly string[] }
  | { action: 'bench'; types: number; out: string }
  | { action: 'timings'; out: string }
);

/** Every action that can run in a terminal. */
export type AnyTask = ItkWrapTask | OwnTask;

/**
 * Reads a task definition of tasks.json. Null if it is not ours, if tasks.json may not contain its action, or if a value
 * violates the schema in package.json.
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

/** Whether a value has names of types or modules. `itk-wrap` would take a name that begins with a dash as an option. */
function areNames(value: unknown): boolean {
  return [value].flat().every((name) => typeof name === 'string' && name !== '' && !name.startsWith('-'));
}
