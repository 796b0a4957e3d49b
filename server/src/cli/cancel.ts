/** Aborted by the first Ctrl-C or SIGTERM, so that children are ended and summaries printed; a second one kills at once. */
export function cancelOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
