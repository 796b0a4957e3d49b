import {
  SHARED_STAGES,
  type Costs,
  type CostModel,
  type LineCost,
  type ModuleCost,
  type SharedStage,
  type TypeCost,
} from '../../../shared/timings/timings-report';
import { costModelOf } from './cost-model';
import type { LineUse } from './line-uses';

/** The measured costs of a type. */
export interface MeasuredType {
  name: string;
  wrap: string | null;
  stages: Record<SharedStage, number | null>;
  cppBytes: number | null;
  objectBytes: number | null;
  peakBytes: number | null;
  /** What its lines instantiate. */
  uses: readonly LineUse[];
}

/** The measured costs of a module, with its types. */
export interface MeasuredModule {
  name: string;
  whole: readonly { name: string; costs: Costs }[];
  libraryBytes: number | null;
  types: readonly MeasuredType[];
}

/** The costs of modules, types and lines, and the models by which the lines have their shares. */
export function costTreeOf(modules: readonly MeasuredModule[]): {
  modules: ModuleCost[];
  sharing: Record<SharedStage, CostModel>;
} {
  const types = modules.flatMap((module) => module.types);
  const modelOf = (stage: SharedStage): CostModel =>
    costModelOf(types.map((type) => ({ instantiations: countOf(type), seconds: type.stages[stage] ?? 0 })));
  const sharing = { castxml: modelOf('castxml'), swig: modelOf('swig'), compile: modelOf('compile') };
  return { modules: modules.map((module) => moduleCost(module, sharing)), sharing };
}

function moduleCost(module: MeasuredModule, sharing: Record<SharedStage, CostModel>): ModuleCost {
  const objectBytes = sumOf(module.types.map((type) => type.objectBytes));
  const types = module.types.map((type) => {
    const part = objectBytes ? (type.objectBytes ?? 0) / objectBytes : null;
    const library = module.libraryBytes !== null && part !== null ? module.libraryBytes * part : null;
    return typeCost(type, library, sharing);
  });
  const parts = [...types.map((type) => type.costs), ...module.whole.map((one) => one.costs)];
  return {
    name: module.name,
    costs: {
      seconds: sumOf(parts.map(({ seconds }) => seconds)) ?? 0,
      cppBytes: sumOf(parts.map(({ cppBytes }) => cppBytes)),
      objectBytes: sumOf(parts.map((part) => part.objectBytes)),
      libraryBytes: module.libraryBytes,
      peakBytes: mostOf(parts.map(({ peakBytes }) => peakBytes)),
    },
    whole: module.whole,
    types,
  };
}

function typeCost(
  type: MeasuredType,
  libraryBytes: number | null,
  sharing: Record<SharedStage, CostModel>,
): TypeCost {
  const { cppBytes, objectBytes, peakBytes } = type;
  const costs: Costs = {
    seconds: sumOf(SHARED_STAGES.map((stage) => type.stages[stage])) ?? 0,
    cppBytes,
    objectBytes,
    libraryBytes: libraryBytes === null ? null : Math.round(libraryBytes),
    peakBytes,
  };
  return {
    name: type.name,
    wrap: type.wrap,
    costs,
    stages: type.stages,
    instantiations: countOf(type),
    lines: linesOf(type, costs, sharing),
  };
}

/**
 * The shares of a type's lines. Bytes are shared by instantiations. Seconds are, too, after the fixed part of each stage,
 * which belongs to no line. Peak memory cannot be shared.
 */
function linesOf(type: MeasuredType, costs: Costs, sharing: Record<SharedStage, CostModel>): LineCost[] {
  const all = countOf(type);
  if (all === 0) return [];
  let fixedSeconds = 0;
  let eachSeconds = 0;
  for (const stage of SHARED_STAGES) {
    const seconds = type.stages[stage] ?? 0;
    const { fixed, each } = sharing[stage];
    const fixedPart = fixed > 0 ? fixed / (fixed + each * all) : 0;
    fixedSeconds += seconds * fixedPart;
    eachSeconds += seconds * (1 - fixedPart);
  }
  const share = (value: number | null, part: number): number | null => (value === null ? null : value * part);
  const lines = type.uses.map(({ line, text, instantiations }): LineCost => {
    const part = instantiations / all;
    return {
      line,
      text,
      instantiations,
      costs: {
        seconds: eachSeconds * part,
        cppBytes: share(costs.cppBytes, part),
        objectBytes: share(costs.objectBytes, part),
        libraryBytes: share(costs.libraryBytes, part),
        peakBytes: null,
      },
    };
  });
  if (fixedSeconds > 0)
    lines.push({
      line: null,
      text: 'headers, read whatever is instantiated',
      instantiations: 0,
      costs: {
        seconds: fixedSeconds,
        cppBytes: null,
        objectBytes: null,
        libraryBytes: null,
        peakBytes: null,
      },
    });
  return lines.sort((a, b) => b.costs.seconds - a.costs.seconds);
}

const countOf = ({ uses }: MeasuredType): number =>
  uses.reduce((sum, { instantiations }) => sum + instantiations, 0);

/** The sum of what is known. Null if nothing is. */
export function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);
}

/** The largest known value. Null if nothing is known. */
export function mostOf(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null ? most : Math.max(most ?? 0, value)), null);
}
