import readline from 'node:readline/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { cacheStats, clearRoot, type CacheStats } from '../../cache/storage/store-summary';
import { parseSize } from '../../cache/environment-options';
import type { ActionCounters, RunCounters } from '../../cache/storage/stats';
import { evict } from '../../cache/storage/evict';
import type { StoreRoot } from '../../cache/storage/store-root';
import { verifyRoot, type VerifyResult } from '../../cache/storage/verify';
import { printable } from '../../shared/plain-text';
import { plural } from '../../shared/plural';
import { cancelOnInterrupt } from '../cancel';
import { CannotAsk, exitCodes } from '../exit';
import { inPlace, say, note, sayJson } from '../terminal/output';
import { openStore } from '../open-store';
import { registerServerCommands } from '../resident/cache-server-command';
import { columns } from '../terminal/table';

interface Common {
  cacheDir?: string[];
  json?: boolean;
}

/** `itk-wrap cache stats | verify | evict | clear`, for the store of the environment or for the given folders. */
export function registerCacheCommands(program: Command): void {
  const cache = program.command('cache').description('manage the store of CastXML, igenerator and SWIG runs');
  const add = (name: string, description: string): Command =>
    cache
      .command(name)
      .description(description)
      .option('--cache-dir <dirs...>', 'store roots (default: $ITK_WRAP_CACHE, else ~/.cache/itk-wrap)')
      .option('--json', 'print one JSON value');
  add('stats', 'show store contents and hit statistics').action(stats);
  add('verify', 'check that every entry is complete and readable and has the recorded digest')
    .option('--fix', 'remove unusable entries')
    .action(verify);
  add('evict', 'remove entries by age, and then the oldest until the store is below its maximum size')
    .option('--days <n>', 'remove entries that were not used for this many days', days)
    .option(
      '--max-size <size>',
      'the maximum size, in GB or as 500M (default: $ITK_WRAP_CACHE_MAX_SIZE, else 2.0)',
      size,
    )
    .option('--force', 'evict even if nothing was stored since the last eviction')
    .action(evictCommand);
  add('clear', 'empty the store').option('--yes', 'do not ask').action(clear);
  registerServerCommands(cache);
}

async function stats(options: Common): Promise<void> {
  const { roots, maxBytes } = await openStore(options.cacheDir);
  const result = cacheStats(roots, maxBytes);
  print(options, result, () => statsText(result));
}

function statsText({ roots, counters, hitRate, maxBytes }: CacheStats): string {
  const { outcomes, reasons, notStored } = counters;
  const runs = Object.entries(outcomes).map(([name, count]) => [name, String(count)]);
  const why = Object.entries(reasons).sort((a, b) => b[1] - a[1]);
  const lines = [
    columns([
      ['root', 'L2', 'L1', 'portable', 'actions', 'contents', 'MB', 'min saved', 'last eviction'],
      ...roots.map((root) => [
        root.root + (root.exists ? (root.writable ? '' : ' (read-only)') : ' (does not exist)'),
        String(root.l2Entries),
        String(root.l1Entries),
        String(root.portableEntries),
        String(root.actionEntries),
        String(root.blobs),
        megabytes(root.bytes),
        (secondsSaved(root.counters) / 60).toFixed(1),
        root.lastEvictionMs === null ? 'never' : new Date(root.lastEvictionMs).toISOString(),
      ]),
    ]),
    `cap: ${megabytes(maxBytes)} MB`,
    '',
    hitRate === null ? 'no runs counted yet' : `hit rate: ${(hitRate * 100).toFixed(1)}%`,
    columns(runs),
    ...(why.length
      ? ['', 'why runs missed:', columns(why.map(([kind, count]) => [kind, String(count)]))]
      : []),
    ...(Object.keys(notStored).length
      ? [
          '',
          'why runs were not stored (itk-wrap explain names the file):',
          columns(Object.entries(notStored).map(([kind, count]) => [kind, String(count)])),
        ]
      : []),
    `time saved: ${(counters.secondsSaved / 60).toFixed(1)} min; castxml ran: ${(counters.castxmlSeconds / 60).toFixed(1)} min`,
    ...Object.entries(counters.actions).flatMap(([tool, runs]) => ['', ...actionLines(tool, runs)]),
  ];
  return lines.join('\n');
}

/** The runs of a tool other than castxml. */
function actionLines(tool: string, runs: ActionCounters): string[] {
  const { hit = 0, miss = 0, failed = 0 } = runs.outcomes;
  const saved = `time saved: ${(runs.secondsSaved / 60).toFixed(1)} min; it ran: ${(runs.toolSeconds / 60).toFixed(1)} min`;
  const unstored = Object.entries(runs.notStored).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${tool}: ${plural(hit, 'hit')}, ${plural(miss, 'miss', 'misses')}, ${failed} failed; ${saved}`,
    ...(unstored.length > 0 ? [`${tool} runs that were not stored: ${unstored.join(', ')}`] : []),
  ];
}

function secondsSaved({ secondsSaved: castxml, actions }: RunCounters): number {
  return Object.values(actions).reduce((sum, runs) => sum + runs.secondsSaved, castxml);
}

async function verify(options: Common & { fix?: boolean }): Promise<void> {
  const { roots } = await openStore(options.cacheDir);
  const signal = cancelOnInterrupt();
  const results: VerifyResult[] = [];
  for (const root of roots)
    results.push(
      await verifyRoot(root, {
        fix: options.fix,
        signal,
        onProgress: (done, total) => {
          inPlace(`${root.path}: ${done}/${total}`, done === total);
        },
      }),
    );
  print(options, results, () =>
    results
      .flatMap((result) => [
        ...result.problems.map(
          ({ path, problem, removed }) => `${path}: ${problem}${removed ? ' (removed)' : ''}`,
        ),
        `${result.root}: ${plural(result.entries, 'entry', 'entries')}, ${megabytes(result.bytes)} MB, ${result.problems.length} bad` +
          (result.problems.some(({ removed }) => !removed) ? '; --fix removes them' : ''),
      ])
      .join('\n'),
  );
  const bad = results.some(({ problems }) => problems.some(({ removed }) => !removed));
  process.exitCode = bad ? exitCodes.badNews : exitCodes.ok;
}

async function evictCommand(
  options: Common & { days?: number; maxSize?: number; force?: boolean },
): Promise<void> {
  const { roots, maxBytes } = await openStore(options.cacheDir);
  const result = evict(roots, {
    maxAgeDays: options.days,
    maxBytes: options.maxSize ?? maxBytes,
    nowMs: Date.now(),
    force: options.force,
  });
  if (result.root === null) throw new CannotAsk(`No root of the store is writable: ${pathsOf(roots)}.`);
  print(options, result, () =>
    result.skipped
      ? `${result.root}: nothing was stored since the last eviction (--force evicts anyway)`
      : `${result.root}: ${plural(result.removed.entries, 'entry', 'entries')} removed (${megabytes(result.removed.bytes)} MB), ` +
        `${result.left.entries} left (${megabytes(result.left.bytes)} MB)`,
  );
}

async function clear(options: Common & { yes?: boolean }): Promise<void> {
  const { roots } = await openStore(options.cacheDir);
  if (!options.yes && !(await confirmed(roots))) {
    note('Nothing was removed.');
    process.exitCode = exitCodes.badNews;
    return;
  }
  for (const root of roots) {
    const left = clearRoot(root);
    if (left.length > 0)
      throw new CannotAsk(`${root.path} cannot be emptied: ${left.join(', ')} cannot be removed.`);
  }
  print(options, { cleared: roots.map((root) => root.path) }, () => `emptied ${pathsOf(roots)}`);
}

const pathsOf = (roots: readonly StoreRoot[]): string => roots.map((root) => root.path).join(', ');

async function confirmed(roots: readonly StoreRoot[]): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new CannotAsk('Cannot ask for confirmation without a terminal. Add --yes to empty the store.');
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
  // The end of the input, for example by Ctrl-D, counts as "no".
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([
    terminal.question(`Empty ${printable(pathsOf(roots))}? [y/N] `),
    closed,
  ]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function print(options: Common, value: unknown, text: () => string): void {
  if (options.json) sayJson(value);
  else say(text());
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function days(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0))
    throw new InvalidArgumentError('It must be a number of days, such as 13.9.');
  return value;
}

function size(text: string): number {
  const bytes = parseSize(text);
  if (bytes === null)
    throw new InvalidArgumentError('It must be a number of GB such as 2.0, or a size such as 500M.');
  return bytes;
}
