import { noPolicies, type Policies } from '../../policies/policies';
import type { CallNode, DefinitionNode } from '../../ir/nodes';
import {
  areSameScopes,
  createScope,
  freezeScopes,
  thawScopes,
  type Scope,
  type ScopeSnapshot,
} from './scope';
import { SnapshotMap, type FrozenMap } from './persistent-map';
import type { MacroEnvironment } from '../../ir/template';

/** An entry of CMakeCache.txt. */
export interface CacheEntry {
  value: string;
  type: string;
  help: string;
}

/** A function or macro that a script defined. */
export interface Definition {
  type: 'function' | 'macro';
  /** The name as written in the definition. */
  name: string;
  formals: readonly string[];
  node: DefinitionNode;
  /** The file that contains the definition. */
  file: string;
  call: CallNode;
  policies: Policies;
  /** The macro calls whose bodies contain the definition, outermost first. */
  outer: readonly MacroEnvironment[];
}

/** A directory that `add_subdirectory` entered, or the top one. */
export interface Directory {
  source: string;
  binary: string;
}

/** Everything that commands change, except for files. */
export interface State {
  scope: Scope;
  cache: SnapshotMap<CacheEntry>;
  environment: SnapshotMap<string>;
  definitions: SnapshotMap<Definition | string>;
  /** Values by kind, owner and name, joined by NUL. The names of targets and tests have the kind `exists`. */
  properties: SnapshotMap<string>;
  policies: Policies;
  /** The innermost open scope of policies. */
  policyScope: PolicyScope | null;
  directory: Directory;
}

/** A scope of policies. */
export interface PolicyScope {
  /**
   * What opened it. `push`: `cmake_policy(PUSH)`. `call`: a function or macro, which also changes its caller's policies.
   * `own`: a file or block, which does not.
   */
  opened: 'push' | 'call' | 'own';
  /** The policies around it. */
  outer: Policies;
  /** The scope around it, and its own depth, counted from 1. */
  parent: PolicyScope | null;
  depth: number;
}

/** The state at the start of a run in this directory. */
export function createState(directory: Directory): State {
  return {
    scope: createScope('directory', null),
    cache: new SnapshotMap(),
    environment: new SnapshotMap(),
    definitions: new SnapshotMap(),
    properties: new SnapshotMap(),
    policies: noPolicies(),
    policyScope: null,
    directory,
  };
}

/** The state at one moment. It is cheap to take, and shares everything that did not change with the previous one. */
export interface StateSnapshot {
  scopes: ScopeSnapshot;
  cache: FrozenMap<CacheEntry>;
  environment: FrozenMap<string>;
  definitions: FrozenMap<Definition | string>;
  properties: FrozenMap<string>;
  policies: Policies;
  policyScope: PolicyScope | null;
  directory: Directory;
}

/** Takes a snapshot of the state. */
export function freezeState(state: State): StateSnapshot {
  return {
    scopes: freezeScopes(state.scope),
    cache: state.cache.freeze(),
    environment: state.environment.freeze(),
    definitions: state.definitions.freeze(),
    properties: state.properties.freeze(),
    policies: state.policies,
    policyScope: state.policyScope,
    directory: state.directory,
  };
}

/** Whether scripts cannot tell two states apart. Functions and macros are the same only if the same command defined both. */
export function isSameState(a: StateSnapshot, b: StateSnapshot): boolean {
  return (
    a.policies === b.policies &&
    a.policyScope === b.policyScope &&
    a.directory.source === b.directory.source &&
    a.directory.binary === b.directory.binary &&
    isSameMap(a.environment, b.environment) &&
    isSameMap(a.definitions, b.definitions) &&
    isSameMap(a.properties, b.properties) &&
    isSameMap(a.cache, b.cache, isSameEntry) &&
    areSameScopes(a.scopes, b.scopes)
  );
}

const isSameEntry = (a: CacheEntry, b: CacheEntry): boolean =>
  a.value === b.value && a.type === b.type && a.help === b.help;

function isSameMap<V>(
  a: FrozenMap<V>,
  b: FrozenMap<V>,
  isSame: (one: V, other: V) => boolean = (one, other) => one === other,
): boolean {
  if (a === b) return true;
  const keys = [...a.keys()];
  const isSameSize = keys.length === [...b.keys()].length;
  return isSameSize && keys.every((key) => b.has(key) && isSame(a.get(key)!, b.get(key)!));
}

/** A new state with the contents of a snapshot. */
export function thawState(snapshot: StateSnapshot): State {
  return {
    scope: thawScopes(snapshot.scopes),
    cache: new SnapshotMap(snapshot.cache),
    environment: new SnapshotMap(snapshot.environment),
    definitions: new SnapshotMap(snapshot.definitions),
    properties: new SnapshotMap(snapshot.properties),
    policies: snapshot.policies,
    policyScope: snapshot.policyScope,
    directory: snapshot.directory,
  };
}
