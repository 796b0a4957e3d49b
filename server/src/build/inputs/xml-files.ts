import { TextPool } from '../../shared/own-text';
import { type BuildFs, diskFs } from '../../host/build-files';

const TAIL_BYTES = 128 * 1024;
const MAX_TAIL_BYTES = 8 * 1024 * 1024;

/**
 * The files that a CastXML output names, in its order: its source and the headers whose declarations are in it, including
 * transitive ones. These are fewer than the preprocessor read, but more than the build knows. CastXML writes them at the
 * end, so only the end is read. Empty if the file is missing or truncated.
 */
export async function xmlFiles(xml: string, fs: BuildFs = diskFs): Promise<string[]> {
  let handle;
  try {
    handle = await fs.open(xml);
    const { size } = await handle.stat();
    for (let length = Math.min(size, TAIL_BYTES); ; length = Math.min(size, length * 4)) {
      const tail = Buffer.alloc(length);
      const { bytesRead } = await handle.read(tail, 0, length, size - length);
      const text = tail.toString('utf8', 0, bytesRead);
      // The list is complete only if another element precedes the first `File`.
      const first = text.indexOf('\n  <File ');
      const whole = first >= 0 && text.lastIndexOf('\n  <', first - 1) >= 0;
      if (whole || length >= size || length > MAX_TAIL_BYTES) return filesIn(text);
    }
  } catch {
    return [];
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** Shares the strings, because every XML names the same few thousand headers. */
const headers = new TextPool();

function filesIn(text: string): string[] {
  if (!/<\/(?:CastXML|GCC_XML)>\s*$/.test(text.slice(-64))) return [];
  return [...text.matchAll(/^ {2}<File id="[^"\n]*" name="([^"\n]*)"\/>/gm)]
    .map((found) => headers.own(unescape(found[1] ?? '')))
    .filter((file) => !file.startsWith('<'));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
