import type { Interpreter } from './interpreter';

/** Properties and the things that have them, in one map of the state. */

export type PropertyScope =
  'GLOBAL' | 'DIRECTORY' | 'TARGET' | 'SOURCE' | 'INSTALL' | 'TEST' | 'CACHE' | 'VARIABLE';

export function propertyKey(scope: PropertyScope | 'exists', owner: string, name: string): string {
  return `${scope}\0${owner}\0${name}`;
}

export function getProperty(
  interpreter: Interpreter,
  scope: PropertyScope,
  owner: string,
  name: string,
): string | undefined {
  return interpreter.state.properties.get(propertyKey(scope, owner, name));
}

export function setProperty(
  interpreter: Interpreter,
  scope: PropertyScope,
  owner: string,
  name: string,
  value: string | null,
): void {
  const key = propertyKey(scope, owner, name);
  if (value === null) interpreter.state.properties.delete(key);
  else interpreter.state.properties.set(key, value);
}

/** Notes that a target or test exists. */
export function declare(interpreter: Interpreter, kind: 'TARGET' | 'TEST', name: string): void {
  interpreter.state.properties.set(propertyKey('exists', kind, name), '1');
}

export function visibleTarget(interpreter: Interpreter, name: string): boolean {
  return interpreter.state.properties.has(propertyKey('exists', 'TARGET', name));
}
