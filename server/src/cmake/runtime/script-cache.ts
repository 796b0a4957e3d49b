import type { Script, SyntaxProblem } from '../syntax/ast';
import { fromByteString } from '../values/byte-string';
import { compileScript } from '../ir/compile';
import type { Program } from '../ir/nodes';
import type { FileSystem } from '../../host/file-system';
import { MAX_SOURCE_BYTES } from '../../host/read-regular-file';
import { readScript } from '../syntax/fast-parser';

/** The scripts that the evaluation reads. Each is parsed once and kept while its text stays the same. */
export class ScriptCache {
  private readonly known = new Map<
    string,
    { text: string; program: Program; errors: readonly SyntaxProblem[] }
  >();

  constructor(
    private readonly files: FileSystem,
    /** Parses scripts that have errors or are unusual. */
    private readonly parse: (text: string) => Script,
  ) {}

  /**
   * The script at `path`, which is a byte string, or null if there is none. With `trusted`, a known script is not read
   * again.
   */
  load(path: string, trusted = false): Program | null {
    const known = this.known.get(path);
    if (trusted && known !== undefined) return known.program;
    const bytes = this.files.read(fromByteString(path), MAX_SOURCE_BYTES);
    if (bytes === null) return null;
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    if (known?.text === text) return known.program;
    return this.remember(path, text);
  }

  compile(path: string, text: string): Program {
    return compileScript(path, this.read(fromByteString(text)));
  }

  /** The errors in the text of a loaded script. */
  errors(path: string): readonly SyntaxProblem[] {
    return this.known.get(path)?.errors ?? [];
  }

  /** The text of a loaded script, or the empty string if it was not loaded. */
  text(path: string): string {
    return this.known.get(path)?.text ?? '';
  }

  /** The paths of all loaded scripts. */
  paths(): IterableIterator<string> {
    return this.known.keys();
  }

  private read(text: string): Script {
    return readScript(text) ?? this.parse(text);
  }

  private remember(path: string, text: string): Program {
    const script = this.read(text);
    const program = compileScript(path, script);
    this.known.set(path, { text, program, errors: script.errors });
    return program;
  }
}
