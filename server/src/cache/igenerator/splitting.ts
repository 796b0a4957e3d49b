import { statOrNull } from '../inputs/input-files';
import type { CacheContext } from '../cache-context';
import type { Remote } from '../storage/remote/remote';
import { fetchToolFact, sendToolFact } from '../storage/remote/remote-entries';
import { ownFile } from '../storage/store-names';
import { RunWhole, type ModuleRun } from './module-run';
import { relevantIdx, type IdxFile } from './names/known-names';
import type { PythonTool } from './python-tool';
import { joinSnakeCase } from './snake-case';
import type { Written } from './staged-run';
import type { TypeFacts } from './type-facts';
import { generate } from './unit';

/**
 * Whether this igenerator writes the same files for a type if it runs for that type alone. Its version does not say so, but a
 * trial does: it runs for a few types at once, with places and with all .idx files as they are, and then for each of them,
 * without places and with the lines that can affect it. The store and the remote remember the answer for the tool.
 */
export async function splits(
  module: ModuleRun,
  tool: PythonTool,
  facts: ReadonlyMap<string, TypeFacts>,
  known: readonly IdxFile[],
): Promise<boolean> {
  const [root] = module.cache.roots;
  const remembered = knownToSplit(module, tool);
  if (remembered !== null) return remembered;
  if (facts.size < 2) return false;
  const answer =
    (await fetchSplits(module, tool)) ??
    (await passesTrial(module, smallest(module, [...facts.keys()]), facts, known));
  if (answer === null) return false;
  try {
    root?.writeOwn(memoOf(tool), answer ? 'yes' : 'no');
  } catch {
    // The next run tries again.
  }
  return answer;
}

/** The answer of an earlier trial. Null if the store does not remember one. */
export function knownToSplit({ cache }: Pick<ModuleRun, 'cache'>, tool: PythonTool): boolean | null {
  const answer = cache.roots[0]?.readOwn(memoOf(tool), 64)?.bytes.toString('utf8');
  return answer === undefined ? null : answer === 'yes';
}

/** The answer that a remote has. Null if it has none. */
async function fetchSplits({ cache }: ModuleRun, tool: PythonTool): Promise<boolean | null> {
  const remote = cache.remote();
  const answer = remote && (await fetchToolFact(remote, remoteName(tool)));
  return typeof answer === 'boolean' ? answer : null;
}

/** Sends the answer, if the store remembers one. */
export async function sendSplits(cache: CacheContext, remote: Remote, tool: PythonTool): Promise<void> {
  const answer = knownToSplit({ cache }, tool);
  if (answer !== null) await sendToolFact(remote, remoteName(tool), answer);
}

const remoteName = (tool: PythonTool): string => `igenerator apart ${tool.digest}`;

const memoOf = (tool: PythonTool): string => ownFile(`igenerator-apart-${tool.digest.slice(0, 16)}`);

/** How many types a trial takes. */
const TRIAL = 4;

function smallest(module: ModuleRun, types: readonly string[]): string[] {
  const size = (type: string): number => statOrNull(module.xml(type))?.size ?? 0;
  const chosen = new Set([...types].sort((a, b) => size(a) - size(b)).slice(0, TRIAL));
  return types.filter((type) => chosen.has(type));
}

/** Null if a run failed, which may have any reason. */
async function passesTrial(
  module: ModuleRun,
  types: readonly string[],
  facts: ReadonlyMap<string, TypeFacts>,
  known: readonly IdxFile[],
): Promise<boolean | null> {
  try {
    const isOther = ({ file }: IdxFile): boolean => !types.some((type) => facts.get(type)?.idx.file === file);
    const together = await generate(module, types, known.filter(isOther), { places: true });
    const apart = await Promise.all(
      types.map((type) => generate(module, [type], knownTo(facts.get(type), known))),
    );
    const messages = Buffer.concat(apart.map(({ stderr }) => stderr));
    const parts = apart.map(({ written }) => written);
    return messages.equals(together.stderr) && sameFiles(together.written, parts);
  } catch (error) {
    if (error instanceof RunWhole) return null;
    throw error;
  }
}

/** The lines of other types' .idx files that can affect a type. */
export function knownTo(facts: TypeFacts | undefined, known: readonly IdxFile[]): IdxFile[] {
  return relevantIdx(known, facts?.names ?? new Set()).filter(({ file }) => file !== facts?.idx.file);
}

function sameFiles(together: readonly Written[], parts: readonly (readonly Written[])[]): boolean {
  const ofTypes = (files: readonly Written[]): string[] =>
    files
      .filter(({ place }) => place !== 'module')
      .map(({ place, name, content }) => `${place}/${name} ${content.toString('latin1')}`)
      .sort();
  const ofModule = (files: readonly Written[], name: string): Buffer[] =>
    files.filter((file) => file.place === 'module' && file.name === name).map(({ content }) => content);
  const all = parts.flat();
  const [snake] = ofModule(together, 'snake_case.py');
  if (!snake || joinSnakeCase(ofModule(all, 'snake_case.py'))?.equals(snake) !== true) return false;
  const [stamp] = ofModule(together, 'stamp');
  if (stamp && !ofModule(all, 'stamp').every((part) => part.equals(stamp))) return false;
  const [a, b] = [ofTypes(together), ofTypes(all)];
  return a.length === b.length && a.every((file, i) => file === b[i]);
}
