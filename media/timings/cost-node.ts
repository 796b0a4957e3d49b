import type { Costs, ModuleCost, TypeCost } from '../../server/src/shared/timings/timings-report';

/** A part of the wrapping in the treemap. */
export interface CostNode {
  name: string;
  /** What the second column of the table counts, such as `83 types`. */
  count: string;
  costs: Costs;
  children: readonly CostNode[];
}

/** The build with its modules, types and lines. */
export function costNodes(modules: readonly ModuleCost[]): CostNode {
  return {
    name: 'All modules',
    count: '',
    costs: NOTHING,
    children: modules.map(moduleNode),
  };
}

const NOTHING: Costs = { seconds: 0, cppBytes: null, objectBytes: null, libraryBytes: null, peakBytes: null };

function moduleNode({ name, costs, types, whole }: ModuleCost): CostNode {
  return {
    name,
    count: String(types.length),
    costs,
    children: [
      ...types.map(typeNode),
      ...whole.map((part) => ({ name: part.name, count: '', costs: part.costs, children: [] })),
    ],
  };
}

function typeNode({ name, costs, instantiations, lines }: TypeCost): CostNode {
  return {
    name,
    count: String(instantiations),
    costs,
    children: lines.map((line) => ({
      name: line.line === null ? line.text : `${line.line}: ${line.text}`,
      count: line.instantiations === 0 ? '' : String(line.instantiations),
      costs: line.costs,
      children: [],
    })),
  };
}
