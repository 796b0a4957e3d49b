import type { DearLine, ModuleCost } from '../../../shared/timings/timings-report';

const MOST = 20;

/** The lines of `.wrap` files with the largest shares of seconds, first the dearest. */
export function dearestLines(modules: readonly ModuleCost[], most = MOST): DearLine[] {
  const lines: DearLine[] = [];
  for (const module of modules)
    for (const type of module.types)
      for (const one of type.lines)
        if (one.line !== null && one.costs.seconds > 0)
          lines.push({ ...one, line: one.line, module: module.name, type: type.name, wrap: type.wrap });
  return lines.sort((a, b) => b.costs.seconds - a.costs.seconds).slice(0, most);
}
