import path from 'node:path';
import type { Command } from 'commander';
import { applySetup, planSetup, planUndo, SUPPORT_FILE, type SetupPlan } from '../../build/setup/setup';
import { runProcess } from '../../host/process';
import { cancelOnInterrupt } from '../cancel';
import { CannotAsk, exitCodes } from '../exit';
import { castxmlLauncher, clientSourceFile, launcherOf, programFolder } from '../program-folder';
import { note, passOn, say, sayJson } from '../terminal/output';
import { loadBuild } from '../evaluation/load-build';

interface Options {
  build?: string;
  undo?: boolean;
  dryRun?: boolean;
  launcher?: string;
  igenerator: boolean;
  swig: boolean;
  json?: boolean;
}

/** `itk-wrap setup`: turns the cache and the stamps on or off for a build of an unpatched ITK. */
export function registerSetupCommand(program: Command): void {
  program
    .command('setup')
    .description(
      'turn on the cache for CastXML, igenerator and SWIG, and the igenerator stamps, in a build; runs CMake once',
    )
    .option('--build <dir>', 'the build directory (default: found from here)')
    .option('--undo', 'remove them again')
    .option('--dry-run', 'print what would be done, and do nothing')
    .option(
      '--launcher <program>',
      'run CastXML through this program instead of the itk-castxml-cache next to this one',
    )
    .option('--no-igenerator', 'let igenerator run as before')
    .option('--no-swig', 'let SWIG run as before')
    .option('--json', 'print one JSON value')
    .action(async (options: Options) => {
      const build = await loadBuild(options.build);
      const launcher = castxmlLauncher(options.launcher);
      const supportFile = path.join(programFolder(), '..', 'cmake', SUPPORT_FILE);
      // The client starts the server next to our own launcher.
      const clientSource = options.launcher === undefined ? clientSourceFile() : null;
      const toolLaunchers = {
        ...(options.igenerator && { IGENERATOR: launcherOf('itk-igenerator-cache') }),
        ...(options.swig && { SWIG: launcherOf('itk-swig-cache') }),
      };
      const wanted = { supportFile, launcher, clientSource, toolLaunchers };
      const plan = options.undo ? planUndo(build) : await planSetup(build, wanted);
      if (plan.status === 'refused') throw new CannotAsk(`${plan.message} ${plan.next}`);
      if (options.dryRun || plan.status === 'done') {
        if (options.json) sayJson(jsonOf(plan), 0);
        else say(describe(plan));
        return;
      }
      note(`${plan.message}\nRunning CMake for ${build.dir} …`);
      const result = await applySetup(plan, runProcess, {
        launcher,
        signal: cancelOnInterrupt(),
        onOutput: (chunk) => passOn('stderr', chunk),
      });
      if (options.json) sayJson({ ...jsonOf(plan), result }, 0);
      else say(result.ok ? `${result.message}\n${plan.next}` : result.message);
      process.exitCode = result.ok ? exitCodes.ok : exitCodes.badNews;
    });
}

function describe(plan: SetupPlan): string {
  const lines = [plan.message];
  for (const { from, to } of plan.copies) lines.push(`copy    ${from}`, `     to ${to}`);
  if (plan.client) lines.push(`compile ${plan.client.source}`, `   with ${plan.client.compiler}`);
  if (plan.cmake) lines.push(`run     ${[plan.cmake.file, ...plan.cmake.args].join(' ')}`);
  for (const file of plan.removals) lines.push(`remove  ${file}`);
  if (plan.next) lines.push(plan.next);
  return lines.join('\n');
}

function jsonOf(plan: SetupPlan): object {
  const { kind, status, message, next, cmake, copies, client, removals } = plan;
  return { build: plan.build.dir, kind, status, message, next, cmake, copies, client, removals };
}
