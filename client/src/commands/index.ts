import { registerAboutCommands } from './about';
import { registerBenchmarkCommand } from './reports/bench';
import { registerBuildCommands } from './build';
import { registerCacheCommands } from './cache';
import { registerCompareCommands } from './compare';
import type { CommandContext } from './context';
import { registerExplainCommand } from './explain';
import { registerFilterCommands } from './filter';
import { registerInstantiationCommands } from './instantiations';
import { registerNewWrapCommand } from './new-wrap';
import { registerOpenCommands } from './open';
import { registerRunCommands } from './run';
import { registerTimingsCommand } from './reports/timings';

/** Registers every command of the palette, the sidebar and the hovers, except the graph's. */
export function registerCommands(context: CommandContext): void {
  registerRunCommands(context);
  registerOpenCommands(context);
  registerExplainCommand(context);
  registerFilterCommands(context);
  registerBuildCommands(context);
  registerCacheCommands(context);
  registerBenchmarkCommand(context);
  registerTimingsCommand(context);
  registerCompareCommands(context);
  registerNewWrapCommand(context);
  registerInstantiationCommands(context);
  registerAboutCommands(context);
}
