import { builtins } from '../../cmake/commands';
import type { CommandContext } from '../../cmake/runtime/command';
import { Signal } from '../../cmake/runtime/signal';

/** CMake's commands, with a `project()` that loads what CMake detected about the platform. */
export function projectBuiltins(loadPlatform: (context: CommandContext) => void): typeof builtins {
  const commands = new Map(builtins);
  const project = builtins.get('project')!;
  commands.set('project', (context, args, call) => {
    const signal = project(context, args, call) ?? Signal.Normal;
    loadPlatform(context);
    return signal;
  });
  return commands;
}
