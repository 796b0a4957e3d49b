/** The progress of a run: one line of JSON on the file descriptor that `--progress-fd` names. */
export interface RunProgress {
  done: number;
  total: number;
  /** The last item that was done, or the one in progress: the name of a type or a module. */
  what: string;
  /** The names of the items in progress. Absent if the run does not tell. The others are queued or done. */
  running?: readonly string[];
  /** The stage of each item in progress, in the same order, if the run has several stages. */
  stages?: readonly string[];
}

/** The items in progress: their names, as `stage/name` if the run has several stages. */
export function itemsOf(progress: RunProgress | null): string[] {
  const { running = [], stages } = progress ?? {};
  return running.map((name, index) => (stages ? `${stages[index] ?? ''}/${name}` : name));
}
