import * as l10n from '@vscode/l10n';
import { durationText } from '../timings/duration-text';
import { SHARED_STAGES, type SharedStage } from '../timings/timings-report';
import { sizeText } from './size-text';

/** What something costs, or would cost. */
export interface ShownCost {
  seconds: number;
  /** The stages that `seconds` is the sum of. */
  stages: readonly SharedStage[];
  /** The size of SWIG's C++. Null if it is not known. */
  cppBytes: number | null;
  /** It is a share or an estimate. */
  isAbout: boolean;
  /** How far the estimate is off for half of the types, as a share. Null if it is none. */
  error: number | null;
}

/**
 * `41.0 s to build, 9.3 MB of C++` or `≈ 41.0 s (± 30 %) to build`. If not all stages are known, they are named:
 * `1.2 s of castxml`.
 */
export function costText({ seconds, stages, cppBytes, isAbout, error }: ShownCost): string {
  const about = isAbout ? '≈ ' : '';
  const margin = error === null ? '' : ` (± ${Math.max(1, Math.round(error * 100))} %)`;
  const time = `${about}${durationText(seconds)}${margin}`;
  const built =
    stages.length === SHARED_STAGES.length
      ? l10n.t('{0} to build', time)
      : l10n.t('{0} of {1}', time, stages.map((stage) => names()[stage]).join(' + '));
  return cppBytes === null ? built : l10n.t('{0}, {1} of C++', built, sizeText(cppBytes));
}

const names = (): Record<SharedStage, string> => ({
  castxml: 'castxml',
  swig: 'SWIG',
  compile: l10n.t('compiling'),
});
