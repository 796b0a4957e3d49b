import { flat } from '../../../shared/plain-text';
import type { TimingsReport } from '../../../shared/timings/timings-report';

/** A trace in the format of Chrome's tracing, which Perfetto and about:tracing open. */
export interface Trace {
  traceEvents: TraceEvent[];
  displayTimeUnit: 'ms';
}

interface TraceEvent {
  name: string;
  ph: 'X' | 'M' | 'i' | 's' | 'f';
  pid: number;
  tid: number;
  /** Microseconds. */
  ts?: number;
  dur?: number;
  cat?: string;
  id?: number;
  bp?: 'e';
  s?: 'g';
  args?: Record<string, unknown>;
}

const PROCESS = 1;

/** The statements as spans in lanes, an arrow from what unlocked each step of the critical path, and a mark for each run. */
export function traceOf({ build, statements, lanes, log, criticalPath }: TimingsReport): Trace {
  const events: TraceEvent[] = [metadata('process_name', 0, { name: flat(build, 1000) })];
  for (let lane = 0; lane < lanes; lane += 1)
    events.push(
      metadata('thread_name', lane, { name: `lane ${lane + 1}` }),
      metadata('thread_sort_index', lane, { sort_index: lane }),
    );
  log.runs.forEach(({ start }, at) =>
    events.push({ name: `run ${at + 1} of ninja`, ph: 'i', s: 'g', pid: PROCESS, tid: 1, ts: micro(start) }),
  );
  const critical = new Set(criticalPath.steps.map(({ statement }) => statement));
  statements.forEach(
    ({ name, stage, module, type, start, seconds, lane, cache, peakBytes, unlocked }, at) => {
      events.push({
        name: flat(name, 1000),
        cat: stage,
        ph: 'X',
        pid: PROCESS,
        tid: lane + 1,
        ts: micro(start),
        dur: micro(seconds),
        args: {
          stage,
          ...(module !== null && { module }),
          ...(type !== null && { type }),
          ...(cache !== 'none' && { cache }),
          ...(peakBytes !== null && { peakBytes }),
          unlocked,
          critical: critical.has(at),
        },
      });
    },
  );
  for (const { statement } of criticalPath.steps) {
    const step = statements[statement];
    const from = statements[step?.unlockedBy ?? -1];
    if (!step || !from) continue;
    const flow = { name: 'unlocked', cat: 'critical path', id: statement, pid: PROCESS };
    events.push(
      // An arrow begins inside of a span, and its end is not inside.
      {
        ...flow,
        ph: 's',
        tid: from.lane + 1,
        ts: Math.max(micro(from.start), micro(from.start + from.seconds) - 1),
      },
      { ...flow, ph: 'f', bp: 'e', tid: step.lane + 1, ts: micro(step.start) },
    );
  }
  return { traceEvents: events, displayTimeUnit: 'ms' };
}

function metadata(name: string, lane: number, args: Record<string, unknown>): TraceEvent {
  return { name, ph: 'M', pid: PROCESS, tid: lane + 1, args };
}

const micro = (seconds: number): number => Math.round(seconds * 1e6);
