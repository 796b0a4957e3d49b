#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { registerBenchCommand } from './commands/bench';
import { registerBuildCommands } from './commands/runs/build';
import { registerCacheCommands } from './commands/cache';
import { registerCastxmlCommand } from './commands/runs/castxml';
import { registerCheckCommand } from './commands/check';
import { registerDiffCommand } from './commands/diff';
import { registerDoctorCommand } from './commands/doctor';
import { registerFormatCommand } from './commands/format';
import { registerExplainCommand } from './commands/explain';
import { registerGraphCommand } from './commands/graph';
import { registerIgeneratorCommand } from './commands/runs/igenerator';
import { registerLspCommand } from './commands/lsp';
import { registerSetupCommand } from './commands/setup';
import { registerPredictCommand } from './commands/predict';
import { registerRepairCommand } from './commands/runs/repair';
import { registerStatusCommand } from './commands/status';
import { registerTimingsCommand } from './commands/timings';
import { registerToolCommands } from './commands/runs/tools';
import { registerWhyCommand } from './commands/why';
import { CannotAsk, exitCodes } from './exit';
import { note } from './terminal/output';

/** The command `itk-wrap`. Each subcommand has a file in commands/. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('itk-wrap')
    .description('Inspect and run ITK’s Python wrapping, from .wrap files to SWIG’s C++, through the cache.')
    .version(process.env.ITK_WRAP_VERSION ?? '0.1.0')
    .showHelpAfterError('(itk-wrap --help lists the commands)')
    .exitOverride();
  registerStatusCommand(program);
  registerExplainCommand(program);
  registerSetupCommand(program);
  registerDoctorCommand(program);
  registerBuildCommands(program);
  registerCastxmlCommand(program);
  registerIgeneratorCommand(program);
  registerRepairCommand(program);
  registerToolCommands(program);
  registerCacheCommands(program);
  registerGraphCommand(program);
  registerLspCommand(program);
  registerPredictCommand(program);
  registerWhyCommand(program);
  registerCheckCommand(program);
  registerDiffCommand(program);
  registerFormatCommand(program);
  registerBenchCommand(program);
  registerTimingsCommand(program);
  await program.parseAsync([...argv]);
}

/** A reader may stop early, as in `itk-wrap status | head`. This is not an error, and the remaining output is dropped. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

/** Usage errors and CannotAsk end with 2, and help ends with 0. Any other error is a bug of ours and prints its stack. */
main(process.argv).catch((error: unknown) => {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.notAsked;
  else if (error instanceof CannotAsk) {
    note(`itk-wrap: ${error.message}`);
    process.exitCode = exitCodes.notAsked;
  } else {
    note(`itk-wrap: internal error: ${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = exitCodes.notAsked;
  }
});
