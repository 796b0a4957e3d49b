import { parseCxx } from '../../build/inputs/castxml-cxx';
import type { BuildTree } from '../../build/build-tree';
import { textOrNull } from '../../host/read-regular-file';
import { costsOf } from '../../pipeline/costs/build-costs';
import { type CostChange, costChange } from '../../pipeline/costs/cost-change';
import type { CostEstimator } from '../../pipeline/costs/cost-estimate';
import type { TypeState } from '../../shared/type-state';
import type { TypeCosts } from '../../pipeline/costs/type-costs';
import { costText } from '../../shared/l10n/cost-text';
import { instantiationsOf } from '../../shared/states/counts';
import { plural } from '../../shared/plural';
import { durationText } from '../../shared/timings/duration-text';
import type { PredictedType } from '../../wrapping/evaluation/prediction-types';

/** What configuring a build would add and remove, and what that costs, learned from what the build has made. */
export async function predictedCost(build: BuildTree, types: readonly PredictedType[]): Promise<CostChange> {
  const built = await builtTypes(build);
  const costs = costsOf({ build, allTypes: () => built });
  const known = new Map(
    built.flatMap(({ name }): [string, TypeCosts][] => {
      const cost = costs.ofType(name);
      return cost ? [[name, cost]] : [];
    }),
  );
  const namesOf = (all: readonly BuiltType[]): Map<string, string[]> =>
    new Map(all.map((type) => [type.name, instantiationsOf(type).map(({ name }) => name)]));
  const predicted = types.map(({ name, cxx }) => ({
    name,
    xml: '',
    instantiations: parseCxx(cxx?.text ?? ''),
  }));
  return costChange(namesOf(built), namesOf(predicted), known, costs.estimator());
}

/** Estimates costs by what a build has made. Null if that is too little. */
export async function costEstimatorOf(build: BuildTree): Promise<CostEstimator | null> {
  const built = await builtTypes(build);
  return costsOf({ build, allTypes: () => built }).estimator();
}

type BuiltType = Pick<TypeState, 'name' | 'xml' | 'instantiations'>;

/** The types with the instantiations that their generated sources have. */
function builtTypes({ types }: BuildTree): Promise<BuiltType[]> {
  return Promise.all(
    types.map(async ({ name, xml, cxx }) => ({
      name,
      xml,
      instantiations: parseCxx((await textOrNull(cxx)) ?? ''),
    })),
  );
}

/** The change in sentences. */
export function costChangeText({ added, removed, cost, savedSeconds }: CostChange): string {
  const counted = ({ types, instantiations }: CostChange['added'], kind: string): string =>
    `${plural(instantiations, 'instantiation')}${types > 0 ? ` (${plural(types, `${kind} type`)})` : ''}`;
  const lines = [
    `Configuring would add ${counted(added, 'new')} and remove ${counted(removed, 'whole')}.`,
    cost
      ? `What is added: ${costText({ ...cost, isAbout: true })}, on one processor.`
      : added.instantiations > 0
        ? 'What is added would take an unknown time: too few types of the build were built to learn from.'
        : '',
    savedSeconds === null ? '' : `What is removed saves ≈ ${durationText(savedSeconds)}.`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}
