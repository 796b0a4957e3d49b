import { statSync } from 'node:fs';
import path from 'node:path';
import { parseNinjaLog } from '../../build/generators/ninja-log';
import type { BuildTree } from '../../build/build-tree';
import { instantiationsOf } from '../../shared/states/counts';
import type { TypeState } from '../../shared/type-state';
import { textOrNullSync } from '../../host/read-regular-file';
import { type CostEstimator, estimatorOf } from './cost-estimate';
import { type CostedType, type TypeCosts, typeCostsOf } from './type-costs';

/** The costs of a build, for features that show them. */
export interface BuildCosts {
  /** Undefined if the build does not have the type. */
  ofType(name: string): TypeCosts | undefined;
  /** Null if too little was built to learn from. */
  estimator(): CostEstimator | null;
}

/** What a pipeline gives. */
interface Built {
  build: Pick<BuildTree, 'dir' | 'types'>;
  allTypes(): readonly Pick<TypeState, 'name' | 'xml' | 'instantiations'>[];
}

const known = new WeakMap<Built, BuildCosts>();

/** The costs of the build that a pipeline shows. Nothing is read until they are asked for. */
export function costsOf(pipeline: Built): BuildCosts {
  const costs = known.get(pipeline) ?? new LoggedCosts(pipeline.build.dir, () => typesOf(pipeline));
  known.set(pipeline, costs);
  return costs;
}

function typesOf(pipeline: Built): CostedType[] {
  const { build } = pipeline;
  const cpp = new Map(build.types.map(({ name, swig }) => [name, swig?.cpp ?? null]));
  return pipeline.allTypes().map((type) => ({
    name: type.name,
    instantiations: instantiationsOf(type).length,
    xml: type.xml,
    cpp: cpp.get(type.name) ?? null,
  }));
}

/** Reads what the types of a build cost, again when ninja's log has changed. */
class LoggedCosts implements BuildCosts {
  private readAt = -1;
  private costs = new Map<string, TypeCosts>();
  private estimate: CostEstimator | null | undefined;

  constructor(
    private readonly buildDir: string,
    private readonly types: () => readonly CostedType[],
  ) {}

  ofType(name: string): TypeCosts | undefined {
    return this.now().get(name);
  }

  estimator(): CostEstimator | null {
    const costs = this.now();
    return (this.estimate ??= estimatorOf(costs.values()));
  }

  private now(): ReadonlyMap<string, TypeCosts> {
    const file = path.join(this.buildDir, '.ninja_log');
    const changedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changedAt === this.readAt) return this.costs;
    this.readAt = changedAt;
    this.estimate = undefined;
    const log = parseNinjaLog(textOrNullSync(file, MAX_LOG_BYTES) ?? '', this.buildDir);
    this.costs = typeCostsOf(this.types(), log, sizeOf);
    return this.costs;
  }
}

/** Ninja rewrites its log long before. */
const MAX_LOG_BYTES = 256 * 2 ** 20;

const sizeOf = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.size ?? null;
