import { rm, stat } from 'node:fs/promises';

/**
 * Removes the outputs of a failed run, which may be partial files. The build then reruns igenerator because an output is
 * missing. If they stayed, they would be newer than their inputs and count as up to date.
 * @param before the times of all outputs before the run, from {@link timesOf}
 */
export async function removePartialOutputs(before: ReadonlyMap<string, number | null>): Promise<void> {
  const now = await timesOf([...before.keys()]);
  for (const [file, time] of now)
    if (time !== null && time !== before.get(file)) await rm(file, { force: true }).catch(() => undefined);
}

/** When each file was last written, in milliseconds since 1970. Null if it does not exist. */
export async function timesOf(files: readonly string[]): Promise<Map<string, number | null>> {
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => null,
      ),
    ),
  );
  return new Map(files.map((file, index) => [file, times[index] ?? null]));
}
