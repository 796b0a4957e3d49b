export function answerGraph(_pipeline: unknown, _params: unknown): null {
  return null;
}
