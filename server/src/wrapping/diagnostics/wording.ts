/** Parts of messages that several rules use. */

/** ` Did you mean X?` for the best candidate, or the empty text. */
export const didYouMean = ([best]: readonly string[]): string =>
  best === undefined ? '' : ` Did you mean ${best}?`;

export const SWIG_401 = 'SWIG warns “Nothing known about base class” (401), which stops the build.';

export const UNKNOWN_PARAMETER = 'Python will warn “Unknown parameter”';
