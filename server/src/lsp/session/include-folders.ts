import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseInc } from '../../build/inputs/castxml-inc';
import type { Pipeline } from '../../pipeline/pipeline';
import { textOrNull } from '../../host/read-regular-file';
import type { FileFacts } from '../../wrapping/index/script-facts';
import { isLookedFor } from '../../wrapping/diagnostics/rules/headers/include-not-found';
import type { WorkspaceIndex } from '../../wrapping/index/workspace-index';

/**
 * The headers that a `.wrap` includes and that are in none of the include folders of its CastXML run, each with the number
 * of folders. For a file that the build does not have yet, another type of its module provides the folders. Empty without a
 * build.
 */
export async function absentHeaders(
  { file, facts, index }: { file: string; facts: FileFacts; index: WorkspaceIndex },
  pipeline: Pipeline | undefined,
): Promise<ReadonlyMap<string, number>> {
  const absent = new Map<string, number>();
  const names = facts.occurrences.flatMap(({ kind, name }) =>
    kind === 'header' && isLookedFor(name) && index.headersNamed(name).length === 0 ? [name] : [],
  );
  if (!pipeline || names.length === 0) return absent;
  const [sibling = ''] = pipeline.module(index.moduleOf(file) ?? '')?.types ?? [];
  const type = pipeline.typeOfFile(file) ?? pipeline.type(sibling);
  const text = type && (await textOrNull(type.inc));
  if (!text) return absent;
  const folders = new Set(
    parseInc(text, pipeline.build.dir).flatMap(({ kind, value }) =>
      kind === 'include' || kind === 'system-include' ? [value] : [],
    ),
  );
  for (const name of names) {
    const found = await Promise.all([...folders].map((folder) => exists(path.join(folder, name))));
    if (!found.includes(true)) absent.set(name, folders.size);
  }
  return absent;
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
