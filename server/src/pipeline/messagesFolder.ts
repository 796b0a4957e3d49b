import { realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, writeFileAtomically } from '../cache/files';
import { sha256 } from '../cache/runtime';

/*
 * Where what the tools said in their last runs is kept, beside the store. The wrapper that a build calls knows the XML
 * alone, so the folder is named after the folder of the XML. Imported by the wrapper: nothing else belongs in here.
 */

/** The folder of the messages of the types whose XML lies in `inputs`, however that is spelt. */
export function messagesFolder(root: string, inputs: string): string {
  return path.join(root, '_messages', sha256(realPath(inputs)).slice(0, 16));
}

/** The end of the name of a file that holds castxml's own output. */
export const OUTPUT_SUFFIX = '.castxml.txt';
/** A run that goes wrong in a header may say the same thousands of times: the first of it tells. */
const KEPT_BYTES = 1 << 16;

/**
 * Keeps castxml's output of a run that a build started: `<root>/_messages/<inputs>/<T>.castxml.txt`. A run that printed
 * nothing takes away what the one before printed. Never throws: the build has the output itself.
 */
export function keepOutput(root: string, xml: string, output: Buffer): void {
  try {
    const folder = messagesFolder(root, path.dirname(xml));
    const file = path.join(folder, path.basename(xml, '.xml') + OUTPUT_SUFFIX);
    if (output.length === 0) return rmSync(file, { force: true });
    makeFolder(folder);
    writeFileAtomically(file, output.subarray(0, KEPT_BYTES));
  } catch {
    // A store that cannot be written to, or is full, costs the message alone.
  }
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
