import { type Command, Option } from 'commander';
import { readSoundCache } from '../../build/find/sound-cache';
import { runProcess } from '../../host/process';
import { flat } from '../../shared/plain-text';
import { cancelOnInterrupt } from '../cancel';
import { addDefinition, definitions } from '../check/cache-definitions';
import { checkTarget } from '../check/check-target';
import { namedRevisions } from '../diff/branch-base';
import { CannotCompare } from '../diff/cannot-compare';
import type { WrappingDiff } from '../diff/compare-trees';
import { jsonDiff } from '../diff/diff-json';
import { markdownDiff } from '../diff/diff-markdown';
import { textDiff } from '../diff/diff-text';
import { Repository } from '../diff/repository';
import { type DiffRequest, type DiffResult, runDiff } from '../diff/run-diff';
import { withTemporaryFolder } from '../diff/temporary-trees';
import { exitCodes } from '../exit';
import { note, say, sayJson } from '../terminal/output';

interface Options {
  source?: string;
  build?: string;
  define?: string[];
  exact?: boolean;
  list?: boolean;
  format: 'text' | 'json' | 'markdown';
  failOn?: (keyof typeof FAILURES)[];
}

/** What `--fail-on` accepts, and whether a comparison has it. */
const FAILURES = {
  'new-error': ({ findings }: WrappingDiff) => findings.added.some(({ severity }) => severity === 'error'),
  'new-warning': ({ findings }: WrappingDiff) =>
    findings.added.some(({ severity }) => severity === 'error' || severity === 'warning'),
  removed: ({ types, modules }: WrappingDiff) =>
    modules.removed.length > 0 || types.some(({ kind, removed }) => kind === 'removed' || removed.length > 0),
};

/** `itk-wrap diff`: what a change in git does to the wrapping. */
export function registerDiffCommand(program: Command): void {
  program
    .command('diff')
    .description('show what a change in git adds to, removes from and breaks in the wrapping')
    .argument('[base]', 'the revision to compare with (default: the base of the current branch)')
    .argument('[head]', 'the revision with the change (default: the working tree with its uncommitted edits)')
    .option(
      '--source <dir>',
      'the source tree (default: the one of the build, or that of the current folder)',
    )
    .option('--build <dir>', 'the build whose options are used (default: none, ITK’s own defaults)')
    .option(
      '-D, --define <name=value>',
      'override a CMake option, as in cmake -D; may be repeated',
      addDefinition,
    )
    .option('--exact', 'compare with <base> itself, not with the commit at which <head> left it')
    .option('--list', 'list the branches and tags to compare with, the base of the current branch first')
    .addOption(
      new Option('--format <format>', 'the form of the report')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .addOption(
      new Option(
        '--fail-on <what...>',
        'exit with 1 if the change makes a new error, a new warning or error, or removes something',
      ).choices(Object.keys(FAILURES)),
    )
    .addHelpText(
      'after',
      [
        '\nThe base of a branch is its upstream, or else the main branch of the remote upstream or origin, or else main or master.',
        '\nLike git diff BASE...HEAD, this compares <head> with its merge base with <base>: what <base> has gained since does not',
        'count. Both revisions are evaluated in temporary copies. The working tree, the index and the stash do not change.',
        '\nExit code: 0 if the comparison was made, 1 if --fail-on finds something, 2 if it cannot be made.',
      ].join('\n'),
    )
    .action(async (base: string | undefined, head: string | undefined, options: Options) => {
      const request = await requestOf(base ?? null, head ?? null, options);
      const signal = cancelOnInterrupt();
      if (options.list === true) return showRevisions(request, options.format, signal);
      const diff = await withTemporaryFolder(
        (folder) => toldAsJson(options.format, runDiff(request, folder, runProcess, signal)),
        signal,
        () => process.exit(INTERRUPTED),
      );
      show(diff, options.format);
      if (options.failOn?.some((what) => FAILURES[what](diff))) process.exitCode = exitCodes.badNews;
    });
}

/** The exit code of a command that Ctrl-C has ended. */
const INTERRUPTED = 130;

async function requestOf(base: string | null, head: string | null, options: Options): Promise<DiffRequest> {
  const defines = definitions(options.define ?? []);
  const { source, build } = await checkTarget([], { ...options, cache: defines });
  const entries = build === null ? new Map<string, string>() : (await readSoundCache(build)).entries;
  const exact = options.exact === true;
  return { source, build, buildOptions: entries, defines, base, head, exact };
}

/** With `--format json`, a program also gets the reason for which nothing can be compared. */
async function toldAsJson<T>(format: Options['format'], work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (format === 'json' && error instanceof CannotCompare) sayJson({ problem: error.problem });
    throw error;
  }
}

async function showRevisions(
  { source }: DiffRequest,
  format: Options['format'],
  signal: AbortSignal,
): Promise<void> {
  const found = await toldAsJson(
    format,
    Repository.open(source, runProcess, signal).then((repository) => repository.refs()),
  );
  const revisions = namedRevisions(found);
  if (format === 'json') sayJson(revisions);
  else for (const { name } of revisions) say(flat(name));
}

function show(diff: DiffResult, format: Options['format']): void {
  if (format === 'json') return sayJson(jsonDiff(diff));
  if (format === 'markdown') return say(markdownDiff(diff));
  if (diff.notEvaluated !== null) note(`itk-wrap: ${diff.notEvaluated}`);
  say(textDiff(diff));
}
