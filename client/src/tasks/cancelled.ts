/** The exit code of a run that the user cancelled. It is not reported as a failure. */
export const CANCELLED = 130;
