import { SnapshotMap, type FrozenMap } from './persistent-map';

/** The variables of a directory, a function call or a `block()`. `null` hides a variable of an outer scope. */
export interface Scope {
  kind: 'directory' | 'function' | 'block';
  variables: SnapshotMap<string | null>;
  parent: Scope | null;
}

/** An empty scope inside `parent`. */
export function createScope(kind: Scope['kind'], parent: Scope | null): Scope {
  return { kind, variables: new SnapshotMap(), parent };
}

/** The value of a normal variable as seen from `scope`, or undefined if it is not set. */
export function lookUp(scope: Scope, name: string): string | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const value = at.variables.get(name);
    if (value !== undefined) return value ?? undefined;
  }
  return undefined;
}

/**
 * Sets a variable of the enclosing scope (`PARENT_SCOPE`). The inner scope still sees the old value. Returns false if there
 * is no enclosing scope.
 */
export function setInParent(scope: Scope, name: string, value: string | null): boolean {
  if (scope.parent === null) return false;
  if (scope.variables.get(name) === undefined) scope.variables.set(name, lookUp(scope, name) ?? null);
  scope.parent.variables.set(name, value);
  return true;
}

/** The names of all normal variables that are visible from `scope`. */
export function visibleNames(scope: Scope): Set<string> {
  const names = new Set<string>();
  const hidden = new Set<string>();
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    for (const [name, value] of at.variables.entries()) {
      if (hidden.has(name)) continue;
      hidden.add(name);
      if (value !== null) names.add(name);
    }
  return names;
}

/** Frozen scopes, innermost first. */
export type ScopeSnapshot = readonly { kind: Scope['kind']; variables: FrozenMap<string | null> }[];

/** Freezes a scope and all scopes around it. */
export function freezeScopes(scope: Scope): ScopeSnapshot {
  const frozen: { kind: Scope['kind']; variables: FrozenMap<string | null> }[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.parent)
    frozen.push({ kind: at.kind, variables: at.variables.freeze() });
  return frozen;
}

/** Whether scripts see the same variables in two stacks of scopes. */
export function areSameScopes(a: ScopeSnapshot, b: ScopeSnapshot): boolean {
  return a.length === b.length && a.every((_, index) => isSameScope(a, b, index));
}

function isSameScope(a: ScopeSnapshot, b: ScopeSnapshot, index: number): boolean {
  const [one, other] = [a[index]!, b[index]!];
  if (one.kind !== other.kind) return false;
  if (one.variables === other.variables) return true;
  const outer = a.slice(index + 1);
  const names = new Set([...one.variables.keys(), ...other.variables.keys()]);
  return [...names].every((name) => {
    const [value, otherValue] = [one.variables.get(name), other.variables.get(name)];
    if (value === otherValue) return true;
    // A variable that hides nothing is the same as none.
    return (value ?? null) === (otherValue ?? null) && !isSetIn(outer, name);
  });
}

const isSetIn = (scopes: ScopeSnapshot, name: string): boolean =>
  (scopes.map(({ variables }) => variables.get(name)).find((value) => value !== undefined) ?? null) !== null;

/** Restores frozen scopes. Returns the innermost one. */
export function thawScopes(snapshot: ScopeSnapshot): Scope {
  let scope: Scope | null = null;
  for (const { kind, variables } of [...snapshot].reverse())
    scope = { kind, variables: new SnapshotMap(variables), parent: scope };
  return scope!;
}
