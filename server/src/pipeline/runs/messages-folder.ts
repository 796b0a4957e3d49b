import { realpathSync } from 'node:fs';
import path from 'node:path';
import { encodeText } from '../../cache/inputs/path-bytes';
import { sha256 } from '../../cache/codecs';
import { MESSAGES } from '../../cache/storage/store-names';
import type { StoreRoot } from '../../cache/storage/store-root';

/*
 * The store's folder for the messages of tools in their last runs. The launcher that a build calls only knows the XML, so
 * the folder is named after the folder of the XML. The launcher imports this file, so nothing else belongs in it
 * (`itk-castxml-cache-start.test.ts`).
 */

/** A folder in a root of the store. */
export interface MessagesFolder {
  root: StoreRoot;
  name: string;
}

/** The folder for the messages about the types whose XML is in `inputs`, however that path is spelled. */
export function messagesFolder(root: StoreRoot, inputs: string): MessagesFolder {
  return { root, name: `${MESSAGES}/${sha256(encodeText(realPath(inputs))).slice(0, 16)}` };
}

/** The suffix of a file with castxml's own output. */
export const OUTPUT_SUFFIX = '.castxml.txt';
/**
 * The maximum size of kept output. A run that fails in a header may repeat a message thousands of times, and the first ones
 * are enough.
 */
const KEPT_BYTES = 1 << 16;

/**
 * Keeps castxml's output of a run that a build started, in `<T>.castxml.txt`. If a run has no output, removes that of the
 * previous run. Never throws, because the build has the output itself.
 */
export function keepOutput(root: StoreRoot, xml: string, output: Buffer): void {
  const folder = messagesFolder(root, path.dirname(xml));
  const name = `${folder.name}/${path.basename(xml, '.xml')}${OUTPUT_SUFFIX}`;
  try {
    if (output.length > 0) root.write(name, output.subarray(0, KEPT_BYTES));
    else if (root.stat(name)) root.remove(name);
  } catch {
    // If the store is read-only or full, only the message is lost.
  }
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
