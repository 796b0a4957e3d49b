import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseCxx } from '../../build/inputs/castxml-cxx';
import type { BuildModule, BuildTree, BuildType } from '../../build/build-tree';
import type { StoreRoot } from '../../cache/storage/store-root';
import { textOrNull } from '../../host/read-regular-file';
import type { MessagingTool, ToolMessage } from '../../shared/tool-message';
import { messagesFolder, OUTPUT_SUFFIX, type MessagesFolder } from './messages-folder';
import { castxmlProblems, type WrapProblem } from './wrap-line';

/**
 * The messages of tools in the last run of each type. They are kept in the store, so that an editor can show them on the
 * line that caused them, whoever started the run. Nothing is written into a build tree. The messages folder of a build
 * contains:
 * - `<type>.<tool>.json`, from runs of `itk-wrap`
 * - `<type>.castxml.txt`, castxml's output in runs of the launcher that a build calls
 * - `module-<module>.<tool>.json`, for messages about no particular type
 */

const TOOLS: readonly MessagingTool[] = ['castxml', 'igenerator', 'swig'];
const FILE = /^((?:module-)?\w+)\.(castxml|igenerator|swig)\.(json|txt)$/;
/** The maximum number of kept messages. A run that fails in a header may repeat one thousands of times. */
const KEPT = 100;
const MAX_BYTES = 1 << 20;

/** The folder of a build's messages. */
export function messagesFolderOf(
  root: StoreRoot,
  { types, layout }: Pick<BuildTree, 'types' | 'layout'>,
): MessagesFolder {
  return messagesFolder(root, types[0] ? path.dirname(types[0].xml) : layout.inputs);
}

/** Replaces the stored messages of these types. Types without messages are cleared. */
export function keepMessages(
  folder: MessagesFolder,
  tool: MessagingTool,
  types: readonly Pick<BuildType, 'name' | 'wrap'>[],
  problems: readonly WrapProblem[],
): void {
  for (const { name, wrap } of types) {
    keep(folder, name, tool, ofFile(problems, wrap));
    // Also removes the output of an earlier run that a build started.
    if (tool === 'castxml') remove(folder, name + OUTPUT_SUFFIX);
  }
}

/** Stores a tool's messages about a module as a whole, which belong to its `wrapping/CMakeLists.txt`. */
export function keepModuleMessages(
  folder: MessagesFolder,
  tool: MessagingTool,
  { name, wrappingDir }: Pick<BuildModule, 'name' | 'wrappingDir'>,
  problems: readonly WrapProblem[],
): void {
  if (wrappingDir === null) return;
  keep(folder, `module-${name}`, tool, ofFile(problems, path.join(wrappingDir, 'CMakeLists.txt')));
}

const ofFile = (problems: readonly WrapProblem[], file: string | null): WrapProblem[] =>
  problems.filter((problem) => problem.file === file);

function keep(
  folder: MessagesFolder,
  name: string,
  tool: MessagingTool,
  problems: readonly WrapProblem[],
): void {
  const file = `${name}.${tool}.json`;
  if (!FILE.test(file)) return;
  if (problems.length === 0) return remove(folder, file);
  const messages = problems.slice(0, KEPT).map((problem) => messageOf(tool, problem));
  try {
    folder.root.write(`${folder.name}/${file}`, JSON.stringify({ version: 1, messages }));
  } catch {
    // If the store is read-only or full, the messages are lost here, but the terminal has shown them.
  }
}

function remove({ root, name }: MessagesFolder, file: string): void {
  if (root.stat(`${name}/${file}`)) root.remove(`${name}/${file}`);
}

function messageOf(tool: MessagingTool, { severity, message, alias, className }: WrapProblem): ToolMessage {
  return { tool, severity, message, alias: alias ?? null, className: className ?? null };
}

/** The stored messages of a build, by type and module. */
export interface KeptMessages {
  types: Map<string, ToolMessage[]>;
  modules: Map<string, ToolMessage[]>;
}

/** The stored messages of a build, without those that a later run (even of another program) made obsolete. */
export async function readMessages(
  { root, name: folder }: MessagesFolder,
  build: BuildTree,
): Promise<KeptMessages> {
  const found: KeptMessages = { types: new Map(), modules: new Map() };
  const types = new Map(build.types.map((type) => [type.name, type]));
  const modules = new Map(build.modules.map((module) => [module.name, module]));
  const newest = new Map<string, { file: string; kept: number }>();
  const names = root.list(folder).map(({ name }) => name);
  for (const name of names.sort()) {
    const [, owner = '', tool = ''] = FILE.exec(name) ?? [];
    if (owner === '') continue;
    const file = `${folder}/${name}`;
    const kept = root.timeOf(file);
    const other = newest.get(`${owner} ${tool}`);
    if (kept !== null && !(other && other.kept > kept)) newest.set(`${owner} ${tool}`, { file, kept });
  }
  for (const [key, { file, kept }] of newest) {
    const [owner = '', tool] = key.split(' ') as [string, MessagingTool];
    const type = types.get(owner);
    const module = owner.startsWith('module-') ? modules.get(owner.slice('module-'.length)) : undefined;
    const output = type ? outputOf(build, type, tool) : module?.igeneratorOutputs[0];
    if (output === undefined) continue;
    const made = await timeOf(output);
    if (made !== null && made > kept) continue;
    const into = type ? found.types : found.modules;
    const name = type?.name ?? module!.name;
    into.set(name, [...(into.get(name) ?? []), ...(await messagesIn(root, file, type))]);
  }
  return found;
}

async function messagesIn(
  root: StoreRoot,
  file: string,
  type: BuildType | undefined,
): Promise<ToolMessage[]> {
  const text = root.read(file, MAX_BYTES)?.bytes.toString('utf8') ?? '';
  if (!file.endsWith(OUTPUT_SUFFIX)) return parse(text);
  if (!type?.wrap) return [];
  const { wrap, cxx } = type;
  const instantiations = parseCxx(await textOf(cxx));
  return castxmlProblems(text, { wrap, cxx, instantiations }, await textOf(wrap))
    .slice(0, KEPT)
    .map((problem) => messageOf('castxml', problem));
}

/** The output of a type that a tool writes last in a successful run. */
function outputOf(build: BuildTree, { name, module, xml }: BuildType, tool: MessagingTool): string {
  switch (tool) {
    case 'castxml':
      return xml;
    case 'igenerator':
      return path.join(build.layout.typedefs, `${name}.i`);
    case 'swig':
      return path.join(build.dir, 'Wrapping', 'Modules', module, `${name}Python.cpp`);
  }
}

function parse(text: string): ToolMessage[] {
  try {
    const { version, messages } = JSON.parse(text) as { version?: unknown; messages?: unknown };
    return version === 1 && Array.isArray(messages) ? messages.slice(0, KEPT).filter(isMessage) : [];
  } catch {
    return [];
  }
}

function isMessage(value: unknown): value is ToolMessage {
  const { tool, severity, message, alias, className } = (value ?? {}) as Partial<
    Record<keyof ToolMessage, unknown>
  >;
  const isName = (name: unknown): boolean => name === null || typeof name === 'string';
  return (
    TOOLS.includes(tool as MessagingTool) &&
    (severity === 'error' || severity === 'warning') &&
    typeof message === 'string' &&
    isName(alias) &&
    isName(className)
  );
}

const timeOf = (file: string): Promise<number | null> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );

const textOf = async (file: string): Promise<string> => (await textOrNull(file, MAX_BYTES)) ?? '';
