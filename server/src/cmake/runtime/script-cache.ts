import type { Script, SyntaxProblem } from '../syntax/ast';
import { fromByteString } from '../values/byte-string';
import { compileScript } from '../ir/compile';
import type { Program } from '../ir/nodes';
import type { FileSystem } from '../../host/file-system';
import { MAX_SOURCE_BYTES } from '../../host/read-regular-file';
import { readScript } from '../syntax/fast-parser';

/** The scripts that evaluation reads, each parsed once for as long as its text stays the same. */
export class ScriptCache {
  private readonly known = new Map<
    string,
    { text: string; program: Program; errors: readonly SyntaxProblem[] }
  >();

  constructor(
    private readonly files: FileSystem,
    /** For scripts that are wrong or unusual. */
    private readonly parse: (text: string) => Script,
  ) {}

  /** The script at `path`, a byte string; null if there is none. With `trusted`, a known one is not read again. */
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

  /** What is wrong with the text of a script that was loaded. */
  errors(path: string): readonly SyntaxProblem[] {
    return this.known.get(path)?.errors ?? [];
  }

  /** The text of a script that was loaded; empty for others. */
  text(path: string): string {
    return this.known.get(path)?.text ?? '';
  }

  /** Paths of all scripts that were loaded. */
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
