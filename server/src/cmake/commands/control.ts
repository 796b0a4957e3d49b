import { CommandError } from '../values/command-error';
import { Signal } from '../runtime/signal';
import type { Builtin, CommandContext } from '../runtime/command';
import { evaluateMath, MathError, MathRangeError, type MathResult } from '../values/math';
import { resolvePath } from '../values/cmake-path';
import { isTrue } from '../values/truth';
import { isAtLeast } from '../values/version';
import type { MessageMode } from '../runtime/message';
import type { CallNode } from '../ir/nodes';

/** `message`, `include` and other commands that control a script. */
export const controlCommands: Record<string, Builtin> = {
  message,
  include,
  include_guard: includeGuard,
  return: returnCommand,
  break: (context) => leaveRound(context, 'BREAK', Signal.Break),
  continue: (context) => leaveRound(context, 'CONTINUE', Signal.Continue),
  math,
  cmake_language: language,
};

const MODES: ReadonlyMap<string, MessageMode> = new Map(
  (
    [
      'FATAL_ERROR',
      'SEND_ERROR',
      'WARNING',
      'AUTHOR_WARNING',
      'DEPRECATION',
      'NOTICE',
      'STATUS',
      'VERBOSE',
      'DEBUG',
      'TRACE',
    ] as const
  ).map((mode) => [mode, mode]),
);

function message(context: CommandContext, args: string[]): Signal | void {
  if (args.length === 0) throw new CommandError('called with incorrect number of arguments');
  const word = args[0]!;
  if (/^CHECK_(START|PASS|FAIL)$/.test(word)) return check(context, word, args.slice(1).join(''));
  if (word === 'CONFIGURE_LOG' && isAtLeast(context.options.version, 3, 26)) return;
  const mode = MODES.get(word);
  const text = (mode === undefined ? args : args.slice(1)).join('');
  if (mode === 'FATAL_ERROR') return context.fatal(text);
  if (mode === 'DEPRECATION') return deprecation(context, text);
  context.issue(mode ?? 'NOTICE', text);
}

/** `message(DEPRECATION)`. Two variables choose between an error, a warning and nothing, unless CMP0218 is NEW. */
function deprecation(context: CommandContext, text: string): Signal | void {
  const byVariables = context.policy('CMP0218') !== 'NEW';
  if (byVariables && isTrue(context.value('CMAKE_ERROR_DEPRECATED'))) {
    context.issue('DEPRECATION_ERROR', text);
    return context.options.tolerates?.() ? Signal.Normal : Signal.Stop;
  }
  if (byVariables && !isTrue(context.get('CMAKE_WARN_DEPRECATED') ?? 'ON')) return;
  context.issue('DEPRECATION', text);
}

function check(context: CommandContext, word: string, text: string): void {
  const { checks } = context;
  if (word === 'CHECK_START') {
    context.issue('CHECK', text);
    checks.push(text);
    return;
  }
  const started = checks.pop();
  if (started === undefined) context.issue('AUTHOR_WARNING', `Ignored ${word} without CHECK_START`);
  else context.issue('CHECK', `${started} - ${text}`);
}

function math(context: CommandContext, args: string[]): void {
  const [sub, out, expression, formatWord, format] = args;
  if (sub === undefined) throw new CommandError('must be called with at least one argument.');
  if (sub !== 'EXPR') throw new CommandError(`does not recognize sub-command ${sub}`);
  if (out === undefined || expression === undefined || (formatWord === undefined) !== (args.length === 3))
    throw new CommandError('EXPR called with incorrect arguments.');
  let result: MathResult;
  try {
    result = evaluateMath(expression, isAtLeast(context.options.version, 4, 4));
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    throw new CommandError(
      error instanceof MathRangeError
        ? `cannot evaluate the expression: "${expression}": ${error.message}.`
        : `cannot parse the expression: "${expression}": ${error.message}.`,
    );
  }
  if (format !== undefined && format !== 'DECIMAL' && format !== 'HEXADECIMAL')
    throw new CommandError(`EXPR value "${format}" for option "OUTPUT_FORMAT" is invalid.`);
  const { value, warnings } = result;
  if (warnings.length > 0) context.issue('AUTHOR_WARNING', warnings.join(''));
  context.set(out, format === 'HEXADECIMAL' ? `0x${BigInt.asUintN(64, value).toString(16)}` : String(value));
}

function include(context: CommandContext, args: string[], call: CallNode): Signal | void {
  let [file] = args;
  if (file === undefined)
    throw new CommandError('called with wrong number of arguments.  include() only takes one file.');
  const optional = args.includes('OPTIONAL');
  const resultAt = args.indexOf('RESULT_VARIABLE');
  const result = resultAt < 0 ? null : args[resultAt + 1]!;
  if (file === '') {
    context.issue('AUTHOR_WARNING', 'include() given empty file name (ignored).');
    return;
  }
  const isName = !file.includes('/') && !file.endsWith('.cmake');
  if (isName || !context.files.kind(resolvePath(context.state.directory.source, file))) {
    const found = findModule(context, file);
    if (found === SKIP) return result === null ? undefined : context.set(result, file);
    if (found !== null) file = found;
  }
  const resolved = resolvePath(context.state.directory.source, file);
  if (context.files.kind(resolved) !== 'file') {
    if (result !== null) context.set(result, 'NOTFOUND');
    if (optional) return;
    throw new CommandError(`could not find requested file:\n  ${file}`);
  }
  if (result !== null) context.set(result, resolved);
  context.options.onInclude?.(resolved, call);
  return args.includes('NO_POLICY_SCOPE')
    ? context.runFile(resolved, 'include', call)
    : context.runFileInPolicyScope(resolved, 'include', call);
}

const SKIP = Symbol('module of CMake itself');

/** Finds a module on CMAKE_MODULE_PATH. Returns SKIP for CMake's own modules, which are not loaded. */
function findModule(context: CommandContext, name: string): string | typeof SKIP | null {
  if (name.includes('/')) return null;
  for (const folder of context.list('CMAKE_MODULE_PATH')) {
    const file = resolvePath(context.state.directory.source, `${folder}/${name}.cmake`);
    if (context.files.kind(file) === 'file') return file;
  }
  return context.options.mode === 'project' && /^[A-Za-z0-9_]+$/.test(name) ? SKIP : null;
}

function includeGuard(context: CommandContext, args: string[]): Signal | void {
  const [scope = 'VARIABLE'] = args;
  const file = context.value('CMAKE_CURRENT_LIST_FILE');
  const name = `__INCGUARD_${Buffer.from(file).toString('hex')}__`;
  if (scope === 'GLOBAL' || scope === 'DIRECTORY') {
    const key = `${scope === 'GLOBAL' ? '' : context.state.directory.source}\0${name}`;
    if (context.state.properties.has(key)) return Signal.Return;
    context.state.properties.set(key, '1');
    return;
  }
  if (context.get(name) !== undefined) return Signal.Return;
  context.set(name, '1');
}

/** Runs `break` or `continue`. It is an error outside a loop of the same function or file. */
function leaveRound(context: CommandContext, name: string, signal: Signal): Signal {
  for (let i = context.frames.length - 1; i >= 0; i--) {
    const { kind } = context.frames[i]!;
    if (kind === 'loop') return signal;
    if (kind !== 'body' && kind !== 'block') break;
  }
  return context.fatal(`A ${name} command was found outside of a proper FOREACH or WHILE loop scope.`);
}

function returnCommand(context: CommandContext, args: string[]): Signal {
  const consequence =
    '\nreturn() checks its arguments when the policy is set to NEW.  Since the policy is not set the OLD behavior will ' +
    'be used so the arguments will be ignored.';
  if (args.length === 0) return Signal.Return;
  // If there are arguments, the OLD behavior is not to return at all.
  if (!context.isNewOrWarns('CMP0140', consequence)) return Signal.Normal;
  if (args[0] !== 'PROPAGATE') return context.fatal(`return called with unsupported argument "${args[0]}"`);
  context.propagate(args.slice(1));
  return Signal.Return;
}

function language(context: CommandContext, args: string[], call: CallNode): Signal | void {
  const [sub, ...rest] = args;
  switch (sub) {
    case 'CALL': {
      const [name, ...values] = rest;
      if (name === undefined) throw new CommandError('CALL missing command name');
      if (/^(end)?(if|elseif|else|foreach|while|function|macro|block)$|^(elseif|else|return)$/i.test(name))
        throw new CommandError(`invalid command specified: ${name}`);
      return context.invokeNamed(name, values, call);
    }
    case 'EVAL': {
      const codeAt = rest.indexOf('CODE');
      if (codeAt < 0) throw new CommandError('called without CODE argument');
      return context.evaluateCode(rest.slice(codeAt + 1).join(' '), call);
    }
    case 'DEFER': {
      const callAt = rest.indexOf('CALL');
      if (callAt >= 0) context.deferred.push({ name: rest[callAt + 1]!, args: rest.slice(callAt + 2), call });
      return;
    }
    case 'EXIT':
      if (!isAtLeast(context.options.version, 3, 29)) break;
      if (context.options.mode !== 'script') throw new CommandError('EXIT can be used only in SCRIPT mode');
      if (rest.length !== 1) throw new CommandError('EXIT requires one argument');
      if (!/^[+-]?\d+$/.test(rest[0]!))
        throw new CommandError(`EXIT requires one integral argument, got "${rest[0]}"`);
      return Signal.Stop;
    case 'TRACE':
      if (!isAtLeast(context.options.version, 4, 2)) break;
      // Tracing prints the commands that run. It has no effect on the evaluation.
      if (rest.length === 0) throw new CommandError('TRACE missing a boolean value');
      return;
    case 'GET_MESSAGE_LOG_LEVEL':
      context.set(rest[0]!, context.get('CMAKE_MESSAGE_LOG_LEVEL') ?? 'STATUS');
      return;
    case undefined:
      throw new CommandError('called with incorrect number of arguments');
    default:
      break;
  }
  throw new CommandError('called with unknown meta-operation');
}
