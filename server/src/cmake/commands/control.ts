import { CommandError, Signal, type Builtin, type Interpreter } from '../runtime/interpreter';
import { evaluateMath, MathError, MathRangeError, type MathResult } from '../values/math';
import { resolvePath } from '../values/cmake-path';
import { isTrue } from '../runtime/condition';
import { isAtLeast } from '../values/version';
import type { MessageMode } from '../runtime/evaluation-host';
import type { CallCode } from '../ir/nodes';

/** Messages, includes, and what else steers a script. */
export const controlCommands: Record<string, Builtin> = {
  message,
  include,
  include_guard: includeGuard,
  return: returnCommand,
  break: (interpreter) => leaveRound(interpreter, 'BREAK', Signal.Break),
  continue: (interpreter) => leaveRound(interpreter, 'CONTINUE', Signal.Continue),
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

function message(interpreter: Interpreter, args: string[]): Signal | void {
  if (args.length === 0) throw new CommandError('called with incorrect number of arguments');
  const word = args[0]!;
  if (/^CHECK_(START|PASS|FAIL)$/.test(word)) return check(interpreter, word, args.slice(1).join(''));
  if (word === 'CONFIGURE_LOG' && isAtLeast(interpreter.options.version, 3, 26)) return;
  const mode = MODES.get(word);
  const text = (mode === undefined ? args : args.slice(1)).join('');
  if (mode === 'FATAL_ERROR') return interpreter.fatal(text);
  if (mode === 'DEPRECATION') return deprecation(interpreter, text);
  interpreter.issue(mode ?? 'NOTICE', text);
}

/** Variables decide whether it is an error, a warning or nothing, unless CMP0218 is NEW. */
function deprecation(interpreter: Interpreter, text: string): Signal | void {
  const byVariables = interpreter.policy('CMP0218') !== 'NEW';
  if (byVariables && isTrue(interpreter.value('CMAKE_ERROR_DEPRECATED'))) {
    interpreter.issue('DEPRECATION_ERROR', text);
    return interpreter.options.tolerates?.() ? Signal.Normal : Signal.Stop;
  }
  if (byVariables && !isTrue(interpreter.get('CMAKE_WARN_DEPRECATED') ?? 'ON')) return;
  interpreter.issue('DEPRECATION', text);
}

function check(interpreter: Interpreter, word: string, text: string): void {
  const { checks } = interpreter;
  if (word === 'CHECK_START') {
    interpreter.issue('CHECK', text);
    checks.push(text);
    return;
  }
  const started = checks.pop();
  if (started === undefined) interpreter.issue('AUTHOR_WARNING', `Ignored ${word} without CHECK_START`);
  else interpreter.issue('CHECK', `${started} - ${text}`);
}

function math(interpreter: Interpreter, args: string[]): void {
  const [sub, out, expression, formatWord, format] = args;
  if (sub === undefined) throw new CommandError('must be called with at least one argument.');
  if (sub !== 'EXPR') throw new CommandError(`does not recognize sub-command ${sub}`);
  if (out === undefined || expression === undefined || (formatWord === undefined) !== (args.length === 3))
    throw new CommandError('EXPR called with incorrect arguments.');
  let result: MathResult;
  try {
    result = evaluateMath(expression, isAtLeast(interpreter.options.version, 4, 4));
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
  if (warnings.length > 0) interpreter.issue('AUTHOR_WARNING', warnings.join(''));
  interpreter.set(
    out,
    format === 'HEXADECIMAL' ? `0x${BigInt.asUintN(64, value).toString(16)}` : String(value),
  );
}

function include(interpreter: Interpreter, args: string[], call: CallCode): Signal | void {
  let [file] = args;
  if (file === undefined)
    throw new CommandError('called with wrong number of arguments.  include() only takes one file.');
  const optional = args.includes('OPTIONAL');
  const resultAt = args.indexOf('RESULT_VARIABLE');
  const result = resultAt < 0 ? null : args[resultAt + 1]!;
  if (file === '') {
    interpreter.issue('AUTHOR_WARNING', 'include() given empty file name (ignored).');
    return;
  }
  const isName = !file.includes('/') && !file.endsWith('.cmake');
  if (isName || !interpreter.files.kind(resolvePath(interpreter.state.directory.source, file))) {
    const found = findModule(interpreter, file);
    if (found === SKIP) return result === null ? undefined : interpreter.set(result, file);
    if (found !== null) file = found;
  }
  const resolved = resolvePath(interpreter.state.directory.source, file);
  if (interpreter.files.kind(resolved) !== 'file') {
    if (result !== null) interpreter.set(result, 'NOTFOUND');
    if (optional) return;
    throw new CommandError(`could not find requested file:\n  ${file}`);
  }
  if (result !== null) interpreter.set(result, resolved);
  interpreter.options.onInclude?.(resolved, call);
  return args.includes('NO_POLICY_SCOPE')
    ? interpreter.runFile(resolved, 'include', call)
    : interpreter.runFileInPolicyScope(resolved, 'include', call);
}

const SKIP = Symbol('module of CMake itself');

/** A module on CMAKE_MODULE_PATH; SKIP for one of CMake's own, which are not loaded. */
function findModule(interpreter: Interpreter, name: string): string | typeof SKIP | null {
  if (name.includes('/')) return null;
  for (const folder of interpreter.list('CMAKE_MODULE_PATH')) {
    const file = resolvePath(interpreter.state.directory.source, `${folder}/${name}.cmake`);
    if (interpreter.files.kind(file) === 'file') return file;
  }
  return interpreter.options.mode === 'project' && /^[A-Za-z0-9_]+$/.test(name) ? SKIP : null;
}

function includeGuard(interpreter: Interpreter, args: string[]): Signal | void {
  const [scope = 'VARIABLE'] = args;
  const file = interpreter.value('CMAKE_CURRENT_LIST_FILE');
  const name = `__INCGUARD_${Buffer.from(file).toString('hex')}__`;
  if (scope === 'GLOBAL' || scope === 'DIRECTORY') {
    const key = `${scope === 'GLOBAL' ? '' : interpreter.state.directory.source}\0${name}`;
    if (interpreter.state.properties.has(key)) return Signal.Return;
    interpreter.state.properties.set(key, '1');
    return;
  }
  if (interpreter.get(name) !== undefined) return Signal.Return;
  interpreter.set(name, '1');
}

/** `break` and `continue`, which a loop of the same function or file must stand around. */
function leaveRound(interpreter: Interpreter, name: string, signal: Signal): Signal {
  for (let i = interpreter.frames.length - 1; i >= 0; i--) {
    const { kind } = interpreter.frames[i]!;
    if (kind === 'loop') return signal;
    if (kind !== 'body' && kind !== 'block') break;
  }
  return interpreter.fatal(`A ${name} command was found outside of a proper FOREACH or WHILE loop scope.`);
}

function returnCommand(interpreter: Interpreter, args: string[]): Signal {
  const consequence =
    '\nreturn() checks its arguments when the policy is set to NEW.  Since the policy is not set the OLD behavior will ' +
    'be used so the arguments will be ignored.';
  if (args.length === 0) return Signal.Return;
  // With arguments, the OLD behavior is not to return at all.
  if (!interpreter.isNewOrWarns('CMP0140', consequence)) return Signal.Normal;
  if (args[0] !== 'PROPAGATE')
    return interpreter.fatal(`return called with unsupported argument "${args[0]}"`);
  interpreter.propagate(args.slice(1));
  return Signal.Return;
}

function language(interpreter: Interpreter, args: string[], call: CallCode): Signal | void {
  const [sub, ...rest] = args;
  switch (sub) {
    case 'CALL': {
      const [name, ...values] = rest;
      if (name === undefined) throw new CommandError('CALL missing command name');
      if (/^(end)?(if|elseif|else|foreach|while|function|macro|block)$|^(elseif|else|return)$/i.test(name))
        throw new CommandError(`invalid command specified: ${name}`);
      return interpreter.invokeNamed(name, values, call);
    }
    case 'EVAL': {
      const codeAt = rest.indexOf('CODE');
      if (codeAt < 0) throw new CommandError('called without CODE argument');
      return interpreter.evaluateCode(rest.slice(codeAt + 1).join(' '), call);
    }
    case 'DEFER': {
      const callAt = rest.indexOf('CALL');
      if (callAt >= 0)
        interpreter.deferred.push({ name: rest[callAt + 1]!, args: rest.slice(callAt + 2), call });
      return;
    }
    case 'EXIT':
      if (!isAtLeast(interpreter.options.version, 3, 29)) break;
      if (interpreter.options.mode !== 'script')
        throw new CommandError('EXIT can be used only in SCRIPT mode');
      if (rest.length !== 1) throw new CommandError('EXIT requires one argument');
      if (!/^[+-]?\d+$/.test(rest[0]!))
        throw new CommandError(`EXIT requires one integral argument, got "${rest[0]}"`);
      return Signal.Stop;
    case 'TRACE':
      if (!isAtLeast(interpreter.options.version, 4, 2)) break;
      // Tracing shows what runs, and changes nothing.
      if (rest.length === 0) throw new CommandError('TRACE missing a boolean value');
      return;
    case 'GET_MESSAGE_LOG_LEVEL':
      interpreter.set(rest[0]!, interpreter.get('CMAKE_MESSAGE_LOG_LEVEL') ?? 'STATUS');
      return;
    case undefined:
      throw new CommandError('called with incorrect number of arguments');
    default:
      break;
  }
  throw new CommandError('called with unknown meta-operation');
}
