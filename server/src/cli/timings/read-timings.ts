import { statSync } from 'node:fs';
import path from 'node:path';
import { ninjaLogEntries, ninjaLogVersion, UNFINISHED } from '../../build/generators/ninja-log';
import { readNinjaStatements } from '../../build/ninja-statements';
import type { BuildTree } from '../../build/build-tree';
import { lastRunOf, recordedXml } from '../../cache/lookup/recorded-xml';
import { readCounters, addCounters } from '../../cache/storage/stats';
import type { StoreRoot } from '../../cache/storage/store-root';
import { diskFs } from '../../host/build-files';
import { textOrNullSync } from '../../host/read-regular-file';
import { lineUsesOf } from '../../pipeline/timings/costs/line-uses';
import { peakMemoryOf } from '../../pipeline/timings/costs/peak-memory';
import { timingsOf } from '../../pipeline/timings/timings';
import type { CacheSummary, TimingsReport } from '../../shared/timings/timings-report';
import type { PredictionReader } from '../../wrapping/evaluation/prediction-types';
import { readPrediction } from '../evaluation/read-prediction';
import { CannotAsk } from '../exit';
import { openStore } from '../open-store';

/** How to read the timings of a build. */
export interface ReadTimingsOptions {
  /** A file that GNU time wrote: see peak-memory.ts. */
  memory?: string | undefined;
  /** Whether to evaluate the wrapping, which says which line made which instantiation. */
  lines: boolean;
}

/** The versions of `.ninja_log` that are known, first and last. */
const VERSIONS = [5, 7] as const;

/**
 * The timings of a build: its log and statements, the sizes of its files, and what the cache knows of its runs. Writes nothing
 * into the build. `keep` keeps the evaluation for the next run; call it once everything is printed.
 * @throws CannotAsk if the build has no log of a known version, or if the memory file cannot be read
 */
export async function readTimings(
  build: BuildTree,
  options: ReadTimingsOptions,
): Promise<{ report: TimingsReport; keep: () => void }> {
  const log = readLog(build);
  const here = pathsFrom(build);
  const { statements: written, problems } = await readNinjaStatements(build.dir, diskFs);
  const statements = written.map((statement) => ({
    ...statement,
    outputs: statement.outputs.map(here),
    inputs: statement.inputs.map(here),
    orderOnly: statement.orderOnly.map(here),
  }));
  const remarks = problems
    .slice(0, 3)
    .map(({ message }) => `build.ninja was not read completely: ${message}.`);
  const { roots } = await openStore();
  const evaluation = options.lines ? await evaluate(build, remarks) : null;
  const uses = usesReader(build, evaluation?.reader ?? null);
  const report = timingsOf({
    dir: build.dir,
    source: build.source,
    build,
    statements,
    log: { ...log, entries: log.entries.map((entry) => ({ ...entry, output: here(entry.output) })) },
    sizeOf,
    usesOf: uses,
    recordOf: (xml) => recordOf(roots, xml),
    storeCounters: countersOf(roots),
    peaks: options.memory === undefined ? new Map() : peaksIn(options.memory, build.dir),
    problems: remarks,
  });
  if (report.statements.length === 0)
    throw new CannotAsk(
      `No statement of ${path.join(build.dir, 'build.ninja')} is in its .ninja_log. Run ninja in ${build.dir} first.`,
    );
  return { report, keep: evaluation?.keep ?? (() => undefined) };
}

/** CMake writes some paths by the folder as it knows it. If the build was reached through a link, that is another one. */
function pathsFrom({ cache, dir }: BuildTree): (file: string) => string {
  const home = cache.get('CMAKE_CACHEFILE_DIR') ?? dir;
  if (home === dir) return (file) => file;
  return (file) => (file.startsWith(`${home}/`) ? dir + file.slice(home.length) : file);
}

function readLog(build: BuildTree): { version: number; entries: ReturnType<typeof ninjaLogEntries> } {
  const file = path.join(build.dir, '.ninja_log');
  if (build.generator !== '' && !build.generator.startsWith('Ninja'))
    throw new CannotAsk(
      `${build.dir} is a build of ${build.generator}, which keeps no times. Configure one with -G Ninja.`,
    );
  const text = textOrNullSync(file);
  if (text === null) throw new CannotAsk(`${file} cannot be read. Run ninja in ${build.dir} first.`);
  const version = ninjaLogVersion(text);
  if (version === null || version < VERSIONS[0] || version > VERSIONS[1])
    throw new CannotAsk(
      version === null
        ? `${file} is not a log of ninja: its first line names no version.`
        : `${file} has version ${version}, and only the versions ${VERSIONS[0]} to ${VERSIONS[1]} are known.`,
    );
  return { version, entries: ninjaLogEntries(text).filter(({ hash }) => hash !== UNFINISHED) };
}

/** The evaluation of the sources, or null with a remark. The lines of classes then stand for the lines of instantiations. */
async function evaluate(
  build: BuildTree,
  remarks: string[],
): Promise<{ reader: PredictionReader; keep: () => void } | null> {
  try {
    return await readPrediction({ source: build.source, build: build.dir });
  } catch (error) {
    if (!(error instanceof CannotAsk)) throw error;
    remarks.push(`${error.message} So costs are assigned to the lines that begin a class.`);
    return null;
  }
}

function usesReader(
  build: BuildTree,
  reader: PredictionReader | null,
): (type: string) => ReturnType<typeof lineUsesOf> {
  const types = new Map(build.types.map((type) => [type.name, type]));
  return (name) => {
    const type = types.get(name);
    const cxx = type ? textOrNullSync(type.cxx) : null;
    if (!type || cxx === null) return [];
    return lineUsesOf(cxx, type.wrap === null ? null : textOrNullSync(type.wrap), reader?.type(name) ?? null);
  };
}

function sizeOf(file: string): number | null {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.size : null;
  } catch {
    return null;
  }
}

function recordOf(roots: readonly StoreRoot[], xml: string): { storedMs: number } | null {
  const key = lastRunOf(roots, xml);
  return key ? recordedXml(roots, key) : null;
}

function countersOf(roots: readonly StoreRoot[]): CacheSummary['store'] {
  const existing = roots.filter((root) => root.exists());
  if (existing.length === 0) return null;
  const { outcomes, actions, secondsSaved } = addCounters(existing.map(readCounters));
  const tools = Object.values(actions);
  const { 'hit-l1': l1 = 0, 'hit-l2': l2 = 0, 'hit-portable': portable = 0, miss = 0 } = outcomes;
  return {
    hits: tools.reduce((sum, tool) => sum + (tool.outcomes.hit ?? 0), l1 + l2 + portable),
    misses: tools.reduce((sum, tool) => sum + (tool.outcomes.miss ?? 0), miss),
    secondsSaved: tools.reduce((sum, tool) => sum + tool.secondsSaved, secondsSaved),
  };
}

function peaksIn(file: string, dir: string): Map<string, number> {
  const text = textOrNullSync(path.resolve(file));
  if (text === null) throw new CannotAsk(`${file} cannot be read. Name a file that GNU time wrote.`);
  return peakMemoryOf(text, dir);
}
