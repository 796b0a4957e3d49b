import type { State } from './state';

/** The properties of all kinds of objects are in one map of the state. */
export type PropertyState = Pick<State, 'properties'>;

/** The kind of object that has a property, as in `set_property`. */
export type PropertyScope =
  'GLOBAL' | 'DIRECTORY' | 'TARGET' | 'SOURCE' | 'INSTALL' | 'TEST' | 'CACHE' | 'VARIABLE';

/** The key of a property in the map. The scope `exists` records that a target or test exists. */
export function propertyKey(scope: PropertyScope | 'exists', owner: string, name: string): string {
  return `${scope}\0${owner}\0${name}`;
}

/** The value of a property, or undefined if it is not set. */
export function getProperty(
  state: PropertyState,
  scope: PropertyScope,
  owner: string,
  name: string,
): string | undefined {
  return state.properties.get(propertyKey(scope, owner, name));
}

export function setProperty(
  state: PropertyState,
  scope: PropertyScope,
  owner: string,
  name: string,
  value: string | null,
): void {
  const key = propertyKey(scope, owner, name);
  if (value === null) state.properties.delete(key);
  else state.properties.set(key, value);
}

/** Records that a target or test exists. */
export function declare(state: PropertyState, kind: 'TARGET' | 'TEST', name: string): void {
  state.properties.set(propertyKey('exists', kind, name), '1');
}

export function isTarget(state: PropertyState, name: string): boolean {
  return state.properties.has(propertyKey('exists', 'TARGET', name));
}
