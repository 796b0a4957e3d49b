import type { Frame } from '../../../cmake/runtime/frame';
import type { ArgumentNode, CallNode, Node } from '../../../cmake/ir/nodes';

/**
 * Knows which variables contain what CMake would find out about the machine: programs, packages, outputs of processes. An
 * evaluation runs nothing and searches for nothing, so an error that depends on such a variable may not happen in CMake.
 */
export class MachineAnswers {
  private readonly names = new Set<string>();
  private readonly packages = new Set<string>();

  /** @param isFound whether a package was found after all, so that its variables are the same as in CMake */
  constructor(private readonly isFound: (packageName: string) => boolean) {}

  /** Called for a command that describes a build or queries the machine. */
  onRecord({ id }: CallNode, args: readonly string[]): void {
    const [first] = args;
    if (id === 'find_package' && first !== undefined) this.packages.add(first);
    else if (/^find_/.test(id) && first !== undefined) this.names.add(first);
    else if (/^(?:execute_process|exec_program|try_compile|try_run)$/.test(id)) this.onUnknown(args);
  }

  /**
   * Called for an unknown command, such as one of CMake's own modules. It may set any variable that it gets as an argument.
   */
  onUnknown(args: readonly string[]): void {
    for (const arg of args) if (/^[A-Za-z_]\w*$/.test(arg)) this.names.add(arg);
  }

  /** Whether one of the conditions around the current command depends on such a variable. */
  decides(frames: readonly Frame[]): boolean {
    return frames.some((frame, index) => {
      const outer = frames[index - 1];
      const code = outer?.statements[outer.index];
      return frame.kind === 'body' && code !== undefined && this.isAskedIn(code);
    });
  }

  private isAskedIn(code: Node): boolean {
    if (code.kind !== 'if') return false;
    return code.branches.some(({ open }) => open.args.some((argument) => this.isNamedIn(argument)));
  }

  private isNamedIn({ text }: ArgumentNode): boolean {
    for (const [word] of text.matchAll(/\w+/g)) {
      if (this.names.has(word)) return true;
      for (const name of this.packages) if (word.startsWith(`${name}_`) && !this.isFound(name)) return true;
    }
    return false;
  }
}
