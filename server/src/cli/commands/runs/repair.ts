import type { Command } from 'commander';
import type { BuildModule, BuildTree } from '../../../build/build-tree';
import { openActionCache } from '../../../cache/action-cache';
import type { SinceRun } from '../../../cache/action/last-run';
import { cacheOptionsFromEnvironment } from '../../../cache/environment-options';
import { igeneratorSinceRun } from '../../../pipeline/invocations';
import { repair, type RepairResult } from '../../../pipeline/runs/repair';
import { repairPlan, type RepairPlan } from '../../../pipeline/runs/repair-plan';
import { moduleStateLabel } from '../../../shared/vocabulary';
import { plural } from '../../../shared/plural';
import { runProcess } from '../../../host/process';
import { cancelOnInterrupt } from '../../cancel';
import { CannotAsk, exitCodes } from '../../exit';
import { loadBuild } from '../../evaluation/load-build';
import { selectModules } from '../../named-types';
import { note, passOn, say, sayJson } from '../../terminal/output';
import { addProgressOption, itemProgress, progressTo } from '../../terminal/progress';
import { keepOfModule, problemLines } from '../../wrap-problems';

interface Options {
  build?: string;
  module?: string[];
  all?: boolean;
  removeDamaged?: boolean;
  dryRun?: boolean;
  json?: boolean;
  progressFd?: number;
}

/** The result for one module. `result` is null if nothing was run. */
interface Repaired {
  plan: RepairPlan;
  result: RepairResult | null;
}

/** `itk-wrap repair`: makes the build rerun igenerator, only for modules that are incomplete or out of date. */
export function registerRepairCommand(program: Command): void {
  addProgressOption(program.command('repair'))
    .description(
      'make the build rerun igenerator for modules that lack a stamp or pkl files, or are out of date',
    )
    .option('--build <dir>', 'the build directory (default: found from here)')
    .option('--module <names...>', 'modules')
    .option('--all', 'every module that is incomplete or out of date')
    .option('--remove-damaged', 'remove pkl databases that SQLite cannot read; igenerator recreates them')
    .option('--dry-run', 'print what would be removed and run, and do nothing')
    .option('--json', 'print one JSON value')
    .action(async (options: Options) => {
      const build = await loadBuild(options.build);
      const named = selectModules(build, options);
      if (named.length === 0) throw new CannotAsk('Name what to repair: --module M… or --all.');
      const plans: [BuildModule, RepairPlan][] = [];
      const actions = openActionCache(cacheOptionsFromEnvironment(process.env, process.platform));
      const sinceRun = (module: BuildModule): Promise<SinceRun> => igeneratorSinceRun(actions, module);
      for (const module of named) plans.push([module, await repairPlan(build, module, sinceRun)]);
      // A module that never ran has lost nothing. `--all` leaves it to the build.
      const chosen = plans.filter(([, { state, needed }]) =>
        options.all ? needed && state !== 'never-run' : true,
      );
      const done = options.dryRun
        ? chosen.map(([, plan]): Repaired => ({ plan, result: null }))
        : await repairAll(build, chosen, options);
      const neverRun = plans.filter(([, { state }]) => state === 'never-run').length;
      if (options.json) sayJson(jsonOf(build, done));
      else say(describe(build, done, options, neverRun));
      const whole = done.every(({ result }) => options.dryRun || result?.ok);
      process.exitCode = whole ? exitCodes.ok : exitCodes.badNews;
    });
}

/** Repairs the modules one after the other. It continues after a failure, and stops when cancelled. */
async function repairAll(
  build: BuildTree,
  chosen: readonly [BuildModule, RepairPlan][],
  options: Options,
): Promise<Repaired[]> {
  const signal = cancelOnInterrupt();
  const items = itemProgress(progressTo(options.progressFd), chosen.length);
  const done: Repaired[] = [];
  for (const [index, [module, plan]] of chosen.entries()) {
    if (signal.aborted) {
      done.push({ plan, result: null });
      continue;
    }
    items.begin(module.name);
    if (plan.needed) note(`[${index + 1}/${chosen.length}] ${plan.message}`);
    const problems = problemLines(build, 'igenerator', module);
    const result = await repair(build, module, plan, runProcess, {
      signal,
      removeDamaged: options.removeDamaged ?? false,
      onOutput(_stream, chunk) {
        passOn('stderr', chunk);
        problems.add(chunk);
      },
    });
    for (const line of problems.lines()) note(line);
    if (!signal.aborted && plan.needed) await keepOfModule(build, module, problems.problems());
    items.end(module.name);
    done.push({ plan, result });
  }
  return done;
}

function describe(
  build: BuildTree,
  done: readonly Repaired[],
  { all, dryRun }: Options,
  neverRun: number,
): string {
  const lines: string[] = [];
  for (const { plan, result } of done) {
    if (dryRun) {
      lines.push(`${plan.module}: ${moduleStateLabel(plan)}. ${plan.message}`);
      for (const { file } of plan.damaged) lines.push(`remove  ${file} (with --remove-damaged)`);
      if (plan.remove !== null) lines.push(`remove  ${plan.remove}`);
      if (plan.ninja) lines.push(`run     ${[plan.ninja.file, ...plan.ninja.args].join(' ')}`);
    } else if (!result) lines.push(`${plan.module}: not started.`);
    else {
      lines.push(result.message);
      const others = result.ran.igenerator.filter((name) => name !== plan.module);
      if (others.length > 0)
        lines.push(`ninja ran igenerator for ${others.join(', ')} too, because they were out of date.`);
      if (result.ran.castxml.length > 0)
        lines.push(
          `ninja ran castxml for ${result.ran.castxml.join(', ')} first, because they were out of date.`,
        );
    }
  }
  if (all && done.length === 0)
    lines.push(`Nothing to repair: no module of ${build.dir} lacks a stamp or a pkl file or is out of date.`);
  if (all && neverRun > 0)
    lines.push(
      `igenerator never ran for ${plural(neverRun, 'module')}. Run the build, or name ${neverRun === 1 ? 'it' : 'them'} with --module.`,
    );
  return lines.join('\n');
}

function jsonOf(build: BuildTree, done: readonly Repaired[]): object {
  return {
    build: build.dir,
    modules: done.map(({ plan, result }) => ({
      name: plan.module,
      state: plan.state,
      needed: plan.needed,
      remove: plan.remove,
      run: plan.ninja && [plan.ninja.file, ...plan.ninja.args],
      damaged: plan.damaged,
      message: result?.message ?? plan.message,
      result: result && {
        ok: result.ok,
        state: result.state,
        ran: result.ran,
        pkl: {
          listed: result.pkl.listed,
          present: result.pkl.present,
          missing: result.pkl.missing,
          missingIndex: result.pkl.missingIndex,
        },
      },
    })),
  };
}
