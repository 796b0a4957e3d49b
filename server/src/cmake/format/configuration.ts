import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { FileSystem } from '../../host/file-system';
import { findDefinitions } from './definitions';
import { type FormatOptions, ITK_FORMAT_OPTIONS } from './options';
import type { Signature } from './signatures/signatures';

/** gersemi's own name for its configuration file, and the name that ITK passes to gersemi. */
const NAMES = ['.gersemirc', '.gersemi.config'];
const MAX_CONFIGURATION_BYTES = 64 * 1024;
const MAX_DEFINITIONS_BYTES = 256 * 1024;
const MAX_LINE_LENGTH = 10_000;
const MAX_INDENT = 100;
/** The largest number of folders and scripts that are searched for definitions. */
const MAX_ENTRIES = 5000;

/** A configuration file that cannot be used. The message names the file and says what to change. */
export class FormatConfigurationError extends Error {}

/**
 * The options of the nearest `.gersemirc` or `.gersemi.config` in the folder of `file` or above it, or else ITK's options.
 * Returns null if the configuration disables formatting. Options that it does not set have gersemi's defaults. `extensions`
 * are not loaded, because they are programs.
 * @throws FormatConfigurationError
 */
export function formatOptionsFor(file: string, files: FileSystem): FormatOptions | null {
  const found = nearestConfiguration(file, files);
  if (!found) return ITK_FORMAT_OPTIONS;
  return new Configuration(found, files).options();
}

function nearestConfiguration(file: string, files: FileSystem): string | null {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    for (const name of NAMES) {
      const candidate = path.join(folder, name);
      if (files.kind(candidate) === 'file') return candidate;
    }
    if (path.dirname(folder) === folder) return null;
  }
}

class Configuration {
  private readonly values: Record<string, unknown>;
  private entries = 0;

  constructor(
    private readonly file: string,
    private readonly files: FileSystem,
  ) {
    const bytes = files.read(file, MAX_CONFIGURATION_BYTES);
    if (!bytes) throw this.error('cannot be read');
    let values: unknown;
    try {
      values = parseYaml(bytes.toString('utf8'), { version: '1.1', logLevel: 'error' }) ?? {};
    } catch (error) {
      throw this.error(`is not YAML: ${(error as Error).message.split('\n', 1)[0]!}`);
    }
    if (typeof values !== 'object' || values === null || Array.isArray(values))
      throw this.error('must be a list of options with their values');
    this.values = values as Record<string, unknown>;
  }

  options(): FormatOptions | null {
    const disabled = this.values.disable_formatting ?? false;
    if (typeof disabled !== 'boolean') throw this.wrong('disable_formatting', 'true or false');
    if (disabled) return null;
    const { indent = 4, list_expansion: listExpansion = 'favour-inlining' } = this.values;
    if (listExpansion !== 'favour-inlining' && listExpansion !== 'favour-expansion')
      throw this.wrong('list_expansion', '"favour-inlining" or "favour-expansion"');
    return {
      lineLength: this.number('line_length', this.values.line_length ?? 80, 0, MAX_LINE_LENGTH),
      indent: indent === 'tabs' ? indent : Math.max(1, this.number('indent', indent, 0, MAX_INDENT)),
      listExpansion,
      definitions: this.definitions(),
    };
  }

  private number(option: string, value: unknown, least: number, most: number): number {
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
      return number;
    throw this.wrong(option, `a whole number from ${least} to ${most}`);
  }

  /**
   * The project's own commands. Of several with the same name, the one whose place sorts first as text counts, as in
   * gersemi.
   */
  private definitions(): Map<string, Signature> {
    const value = this.values.definitions ?? [];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
      throw this.wrong('definitions', 'a list of files and folders');
    const scripts = value.flatMap((item) => this.scripts(path.resolve(path.dirname(this.file), item)));
    const found: { place: string; signature: Signature }[] = [];
    for (const script of new Set(scripts)) {
      const text = this.files.read(script, MAX_DEFINITIONS_BYTES)?.toString('utf8') ?? '';
      for (const { place, signature } of findDefinitions(text))
        found.push({ place: `${script}:${place}`, signature });
    }
    found.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
    const definitions = new Map<string, Signature>();
    for (const { signature } of found) {
      const name = signature.name.toLowerCase();
      if (!definitions.has(name)) definitions.set(name, signature);
    }
    return definitions;
  }

  /** The file itself, or all scripts in the folder and below it. Links to folders are not followed. */
  private scripts(start: string): string[] {
    const kind = this.files.kind(start);
    if (kind === null) throw this.error(`names definitions that do not exist: ${start}`);
    if (kind === 'file') return [start];
    const found: string[] = [];
    const folders = [start];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
      for (const { name, kind } of this.files.list(folder)) {
        if (++this.entries > MAX_ENTRIES)
          throw this.error(`names folders of definitions with more than ${MAX_ENTRIES} entries`);
        if (kind === 'directory') folders.push(path.join(folder, name));
        else if (kind === 'file' && (name === 'CMakeLists.txt' || name.endsWith('.cmake')))
          found.push(path.join(folder, name));
      }
    return found;
  }

  private wrong(option: string, expected: string): FormatConfigurationError {
    return this.error(`has a wrong value for ${option}: it must be ${expected}`);
  }

  private error(problem: string): FormatConfigurationError {
    return new FormatConfigurationError(`Files are not formatted, because ${this.file} ${problem}.`);
  }
}
