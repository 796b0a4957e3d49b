import type { CallNode } from '../ir/nodes';
import { macroEnvironment, type MacroEnvironment } from '../ir/template';
import { isAtLeast } from '../values/version';
import type { EvaluationContext } from './evaluation-context';

/** The arguments of macro calls under CMP0219. NEW keeps their backslashes. Warns once for each macro. */
export class MacroArguments {
  private readonly warned = new Set<string>();

  constructor(private readonly context: EvaluationContext) {}

  /** The texts that are substituted into the macro's body for the arguments of a call. */
  of(call: CallNode, formals: readonly string[], args: readonly string[]): MacroEnvironment {
    const environment = macroEnvironment(formals, args);
    if (!environment.hostile || !isAtLeast(this.context.options.version, 4, 4)) return environment;
    const given = this.escaped(call, args);
    return given === args ? environment : macroEnvironment(formals, given);
  }

  private escaped(call: CallNode, args: readonly string[]): readonly string[] {
    const { context } = this;
    const hostile = args.filter((arg) => arg.includes('\\'));
    if (hostile.length === 0) return args;
    const setting = context.policy('CMP0219');
    if (setting === 'NEW') return args.map(escape);
    if (setting === undefined && !this.warned.has(call.id)) {
      this.warned.add(call.id);
      context.isNewOrWarns(
        'CMP0219',
        `\nCommand "${call.name}" called with arguments containing backslashes.\n` +
          `Since the policy is not set, backslashes in the arguments:\n${quoted(hostile)}` +
          'will be interpreted as escape sequences for compatibility.\n' +
          `Set the policy to NEW to instead pass\n${quoted(hostile.map(escape))}` +
          'so that argument parsing will preserve the original values.',
      );
    }
    return args;
  }
}

const escape = (arg: string): string => arg.replaceAll('\\', '\\\\');

const quoted = (values: readonly string[]): string => values.map((arg) => ` "${arg}"\n`).join('');
