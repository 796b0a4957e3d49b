import * as l10n from '@vscode/l10n';
import type { Location } from '../../../shared/text-range';
import type { PredictedInstantiation } from '../../evaluation/prediction-types';
import type { Related } from '../diagnostic';
import type { EvaluationContext } from '../rule';

/** Two instantiations with the same name. */
export interface RepeatedAlias {
  first: PredictedInstantiation;
  second: PredictedInstantiation;
  sameType: boolean;
  /** The command that made the second one. */
  location: Location;
  related: Related[];
}

/** The repeated names of a type, at most one per line. `sameType`: whether their C++ types are equal or different. */
export function repeatedAliases({ instantiations }: EvaluationContext, sameType: boolean): RepeatedAlias[] {
  const found: RepeatedAlias[] = [];
  const byName = new Map<string, PredictedInstantiation>();
  for (const second of instantiations) {
    const first = byName.get(second.name);
    if (first === undefined) byName.set(second.name, second);
    else if (second.origin !== null && isSameType(first, second) === sameType)
      found.push({
        first,
        second,
        sameType,
        location: second.origin.location,
        related:
          first.origin === null
            ? []
            : [{ message: l10n.t('wrapped here first'), location: first.origin.location }],
      });
  }
  return onePerLine(found);
}

/** The first finding of each line. */
export function onePerLine<T extends { location: Location }>(found: readonly T[]): T[] {
  const lines = new Set<number>();
  return found.filter(({ location }) => {
    const { line } = location.range.start;
    return !lines.has(line) && lines.add(line);
  });
}

const isSameType = (one: PredictedInstantiation, other: PredictedInstantiation): boolean =>
  spaceless(one.cppType) === spaceless(other.cppType);

const spaceless = (cppType: string): string => cppType.replace(/\s+/g, '');
