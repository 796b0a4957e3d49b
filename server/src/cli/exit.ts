/**
 * `ok`: everything is fine. `badNews`: the command ran and found a problem. `notAsked`: the command could not do its work.
 */
export const exitCodes = { ok: 0, badNews: 1, notAsked: 2 } as const;

/** The command cannot do its work, for example because there is no such build or type. The message says what to do. */
export class CannotAsk extends Error {}
