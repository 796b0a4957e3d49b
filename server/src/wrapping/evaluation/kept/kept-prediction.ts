import path from 'node:path';
import { fromByteString, toByteString } from '../../../cmake/values/byte-string';
import type { Diagnostic } from '../../diagnostics/diagnostic';
import { type DescribedRecord, describeType } from '../describe-type';
import type { PredictedModule, PredictedType, Prediction, PredictionReader } from '../prediction-types';
import type { PredictionSession } from '../prediction';

/** The results of a `.wrap` file as they are kept. Texts of the evaluation are byte strings. */
type KeptType = Omit<DescribedRecord, 'files'> & {
  files: [path: string, text: string][];
  loops: NonNullable<ReturnType<PredictionReader['loopsOf']>>;
  cutShort: boolean;
  diagnostics: Diagnostic[];
};

/** Everything that a {@link PredictionReader} tells, as plain data. */
export interface KeptData {
  types: KeptType[];
  modules: PredictedModule[];
  outside: Diagnostic[];
  itk:
    | 'itself'
    | 'unknown'
    | {
        instantiations: Exclude<ReturnType<PredictionReader['wrappedByItk']>, string>['instantiations'];
        modules: [name: string, dependencies: readonly string[]][];
      };
}

/** What to keep of a session. */
export function keptData(session: PredictionSession): KeptData {
  const itk = session.wrappedByItk();
  return {
    types: session.records().map(({ name, module, wrap, aliases, made, files }) => ({
      ...{ name, module, wrap, aliases, made },
      files: [...files],
      loops: session.loopsOf(fromByteString(wrap)) ?? [],
      cutShort: session.isCutShort(fromByteString(name)),
      diagnostics: session.diagnostics(fromByteString(name)),
    })),
    modules: session.modules(),
    outside: session.diagnosticsOutside(),
    itk: typeof itk === 'string' ? itk : { instantiations: itk.instantiations, modules: [...itk.modules] },
  };
}

/** A prediction that an earlier process has evaluated. */
export class KeptPrediction implements PredictionReader {
  private readonly byName: Map<string, KeptType>;
  private readonly described = new Map<string, PredictedType>();

  constructor(private readonly data: KeptData) {
    this.byName = new Map(data.types.map((type) => [fromByteString(type.name), type]));
  }

  prediction(): Prediction {
    return { modules: this.modules(), types: this.types(), diagnostics: this.diagnostics() };
  }

  types(): PredictedType[] {
    return this.typeNames().map((name) => this.type(name)!);
  }

  typeNames(): string[] {
    return [...this.byName.keys()];
  }

  type(name: string): PredictedType | null {
    const kept = this.byName.get(name);
    if (kept === undefined) return null;
    let type = this.described.get(name);
    if (type === undefined) {
      type = describeType({ ...kept, files: new Map(kept.files) });
      this.described.set(name, type);
    }
    return type;
  }

  modules(): PredictedModule[] {
    return this.data.modules;
  }

  diagnostics(name?: string): Diagnostic[] {
    if (name !== undefined) return this.byName.get(name)?.diagnostics ?? [];
    return [...this.data.outside, ...this.data.types.flatMap(({ diagnostics }) => diagnostics)];
  }

  diagnosticsOutside(): Diagnostic[] {
    return this.data.outside;
  }

  isCutShort(name: string): boolean {
    return this.byName.get(name)?.cutShort ?? false;
  }

  loopsOf(file: string): ReturnType<PredictionReader['loopsOf']> {
    const kept = this.byName.get(path.basename(file, '.wrap'));
    return kept?.wrap === toByteString(file) ? kept.loops : null;
  }

  wrappedByItk(): ReturnType<PredictionReader['wrappedByItk']> {
    const { itk } = this.data;
    return typeof itk === 'string' ? itk : { ...itk, modules: new Map(itk.modules) };
  }
}
