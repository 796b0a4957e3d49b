/**
 * A signal that the first Ctrl-C or SIGTERM aborts, so that child processes end and summaries are printed. A second one
 * kills this process immediately.
 */
export function cancelOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
