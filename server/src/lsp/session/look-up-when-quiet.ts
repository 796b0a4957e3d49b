import type { ModuleStatus } from '../../shared/type-state';
import { type InspectIgenerator, lookUpModules } from '../../pipeline/look-up-modules';
import type { Pipeline } from '../../pipeline/pipeline';

/** A running build changes states more often. Looking up modules then would take time from it, for answers that do not last. */
const QUIET_MS = 2000;

/** Looks up the modules whose igenerator has to run, once the states have not changed for a moment. */
export class LookUpWhenQuiet {
  private readonly known = new WeakSet<ModuleStatus>();
  private timer: NodeJS.Timeout | undefined;

  /** @param isShown whether anybody sees the states of this pipeline */
  constructor(
    private readonly inspect: InspectIgenerator,
    private readonly isShown: (pipeline: Pipeline) => boolean,
  ) {}

  /** Call it after each change of the states. */
  changed(pipeline: Pipeline): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.lookUp(pipeline).catch(() => undefined);
    }, QUIET_MS).unref();
  }

  private async lookUp(pipeline: Pipeline): Promise<void> {
    if (this.isShown(pipeline)) await lookUpModules(pipeline, this.inspect, this.known);
  }
}
