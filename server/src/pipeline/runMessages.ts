import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildTree, BuildType } from '../build/types';
import type { WrapProblem } from './wrapLine';

/**
 * What the tools said in the last run of each type, kept beside the store so that an editor shows it on the line that made
 * it, whoever started the run: `<root>/_messages/<build>/<type>.<tool>.json`. A build tree holds nothing of it.
 */

export type MessagingTool = 'castxml' | 'igenerator' | 'swig';

export interface RunMessage {
  tool: MessagingTool;
  severity: 'error' | 'warning';
  message: string;
  /** The alias of the generated `.cxx`, or the class, that it is about; null where that cannot be told. */
  alias: string | null;
  className: string | null;
}

const TOOLS: readonly MessagingTool[] = ['castxml', 'igenerator', 'swig'];
const FILE = /^(\w+)\.(castxml|igenerator|swig)\.json$/;
/** A run that goes wrong in a header may say the same thousands of times. */
const KEPT = 100;
const MAX_BYTES = 1 << 20;

/** The folder of a build's messages. */
export function messagesFolder(root: string, build: string): string {
  return path.join(root, '_messages', createHash('sha256').update(build).digest('hex').slice(0, 16));
}

/** Keeps what a tool said of types in a run; of those of which it said nothing, what it said before goes. */
export async function keepMessages(
  folder: string,
  tool: MessagingTool,
  types: readonly Pick<BuildType, 'name' | 'wrap'>[],
  problems: readonly WrapProblem[],
): Promise<void> {
  try {
    for (const { name, wrap } of types) {
      const file = path.join(folder, `${name}.${tool}.json`);
      if (!FILE.test(path.basename(file))) continue;
      const own = problems.filter((problem) => problem.file === wrap).slice(0, KEPT);
      if (own.length === 0) {
        await rm(file, { force: true });
        continue;
      }
      const messages = own.map(({ severity, message, alias = null, className = null }): RunMessage => ({
        tool,
        severity,
        message,
        alias,
        className,
      }));
      await mkdir(folder, { recursive: true });
      const staging = `${file}.${process.pid}.tmp`;
      await writeFile(staging, JSON.stringify({ version: 1, messages }));
      await rename(staging, file);
    }
  } catch {
    // A store that cannot be written to, or is full, costs the messages: the terminal has them.
  }
}

/** What was kept of a build's types, by type, without what a later run of another program made out of date. */
export async function readMessages(folder: string, build: BuildTree): Promise<Map<string, RunMessage[]>> {
  const found = new Map<string, RunMessage[]>();
  const byName = new Map(build.types.map((type) => [type.name, type]));
  for (const name of (await readdir(folder).catch((): string[] => [])).sort()) {
    const [, typeName = '', tool = ''] = FILE.exec(name) ?? [];
    const type = byName.get(typeName);
    if (!type) continue;
    const file = path.join(folder, name);
    const kept = await timeOf(file);
    const made = await timeOf(outputOf(build, type, tool as MessagingTool));
    if (kept === null || (made !== null && made > kept)) continue;
    const messages = parse(await readFile(file, 'utf8').catch(() => ''));
    found.set(typeName, [...(found.get(typeName) ?? []), ...messages]);
  }
  return found;
}

/** What a tool writes last of a type when its run ends well. */
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

function parse(text: string): RunMessage[] {
  if (text.length > MAX_BYTES) return [];
  try {
    const { version, messages } = JSON.parse(text) as { version?: unknown; messages?: unknown };
    return version === 1 && Array.isArray(messages) ? messages.slice(0, KEPT).filter(isMessage) : [];
  } catch {
    return [];
  }
}

function isMessage(value: unknown): value is RunMessage {
  const { tool, severity, message, alias, className } = (value ?? {}) as Partial<
    Record<keyof RunMessage, unknown>
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
