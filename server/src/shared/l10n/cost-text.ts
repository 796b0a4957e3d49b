import * as l10n from '@vscode/l10n';
import { durationText } from '../timings/duration-text';
import { sizeText } from './size-text';

/** What something costs, or would cost. */
export interface ShownCost {
  /** Null if it is not known. */
  seconds: number | null;
  /** The size of SWIG's C++. Null if it is not known. */
  cppBytes: number | null;
  /** It is a share or an estimate. */
  isAbout: boolean;
  /** How far the estimate is off for half of the types, as a share. Null if it is none. */
  error: number | null;
}

/** `41.0 s to build, 9.3 MB of C++` or `≈ 41.0 s (± 30 %) to build`. Empty if nothing is known. */
export function costText({ seconds, cppBytes, isAbout, error }: ShownCost): string {
  if (seconds === null) return '';
  const about = isAbout ? '≈ ' : '';
  const margin = error === null ? '' : ` (± ${Math.max(1, Math.round(error * 100))} %)`;
  const time = `${about}${durationText(seconds)}${margin}`;
  return cppBytes === null
    ? l10n.t('{0} to build', time)
    : l10n.t('{0} to build, {1} of C++', time, sizeText(cppBytes));
}
