import { isAtLeast, type CMakeVersion } from '../../values/version';

/** What a `block()` opens, and the variables that it passes on when it ends. */
export interface BlockScopes {
  variables: boolean;
  policies: boolean;
  propagate: readonly string[];
}

/** The scopes that the arguments of `block()` ask for, or what is wrong with them. */
export function blockScopes(args: readonly string[], version: CMakeVersion): BlockScopes | string {
  const propagateAt = args.indexOf('PROPAGATE');
  const [first, ...scopes] = args.slice(0, propagateAt < 0 ? undefined : propagateAt);
  const propagate = propagateAt < 0 ? [] : args.slice(propagateAt + 1);
  if (first === undefined) return { variables: true, policies: true, propagate };
  if (first !== 'SCOPE_FOR') return `called with unsupported argument "${first}"`;
  if (scopes.length === 0) return 'SCOPE_FOR must specify at least one argument';
  const known = ['VARIABLES', 'POLICIES', ...(isAtLeast(version, 4, 4) ? ['DIAGNOSTICS'] : [])];
  const unknown = scopes.find((scope) => !known.includes(scope));
  if (unknown !== undefined) return `SCOPE_FOR unsupported scope "${unknown}"`;
  return { variables: scopes.includes('VARIABLES'), policies: scopes.includes('POLICIES'), propagate };
}
