/** 0 all well; 1 the answer is bad news; 2 it could not be asked. */
export const exitCodes = { ok: 0, badNews: 1, notAsked: 2 } as const;

/** The question could not be asked: no such build, no such type. The message says what to do. */
export class CannotAsk extends Error {}
