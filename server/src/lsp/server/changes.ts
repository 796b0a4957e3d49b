import type { DiagnosticsChannel } from '../diagnostics/diagnostics-channel';

/** Something that answers depend on has changed. `uris`: the scripts whose own diagnostics it concerns first. */
export interface Change {
  kind: ChangeKind;
  uris: readonly string[];
}

export type ChangeKind =
  /** A document was opened or closed, or has another text. */
  | 'text'
  /** Files came, went or changed on disk. */
  | 'disk'
  /** The evaluation found something else in these files. */
  | 'evaluation'
  /** Types or modules of the build have another state. */
  | 'states'
  /** The tools said something else in their last run. */
  | 'runs'
  /** The workspace was read, another build is shown, or the settings changed. */
  | 'everything';

/** What an editor keeps on the screen and must be told to ask for again. */
export type Shown = 'tokens' | 'hints' | 'lenses';

/** What a change of each kind makes different. `everywhere`: the diagnostics of any file, else those of `uris` alone. */
const EFFECTS: Record<ChangeKind, { everywhere: boolean; shown: readonly Shown[] }> = {
  text: { everywhere: true, shown: ['tokens', 'hints', 'lenses'] },
  disk: { everywhere: true, shown: ['tokens', 'hints', 'lenses'] },
  evaluation: { everywhere: true, shown: ['hints'] },
  states: { everywhere: false, shown: ['hints', 'lenses'] },
  runs: { everywhere: false, shown: [] },
  everything: { everywhere: true, shown: ['tokens', 'hints', 'lenses'] },
};

/** Changes of a file that follow each other faster than this are answered once, in milliseconds. */
const SOON_MS = 25;
/** What an edit changes in other files is looked at when nobody has typed for this long, in milliseconds. */
const QUIET_MS = 300;
/** Changes that never rest are looked at this often, in milliseconds. */
const LONGEST_MS = 2000;

/** Decides what is refreshed when something changes. Nothing else does. */
export class Changes {
  private readonly soon = new Set<string>();
  private soonTimer: NodeJS.Timeout | undefined;
  private quietTimer: NodeJS.Timeout | undefined;
  /** When the first of the changes came that `quietTimer` waits with, and when it ends. */
  private first = 0;
  private due = Infinity;
  private everywhere = false;
  private readonly shown = new Set<Shown>();

  constructor(
    private readonly diagnostics: () => DiagnosticsChannel,
    /** Asks the client to ask again for what it shows. */
    private readonly refresh: (shown: ReadonlySet<Shown>) => void,
    /** Whether several scripts are open: an editor asks again for the one that is typed in by itself. */
    private readonly severalOpen: () => boolean,
  ) {}

  /** Whether something is still to be refreshed. */
  get busy(): boolean {
    return this.soonTimer !== undefined || this.quietTimer !== undefined || this.diagnostics().busy;
  }

  changed({ kind, uris }: Change): void {
    const { everywhere, shown } = EFFECTS[kind];
    for (const uri of uris) this.soon.add(uri);
    if (uris.length > 0) this.soonTimer ??= setTimeout(() => this.lookSoon(), SOON_MS);
    if (kind === 'runs' && uris.length === 0) return;
    this.everywhere ||= everywhere;
    if (kind !== 'text' || this.severalOpen()) for (const one of shown) this.shown.add(one);
    this.wait(kind === 'text' || kind === 'evaluation' ? QUIET_MS : SOON_MS);
  }

  dispose(): void {
    clearTimeout(this.soonTimer);
    clearTimeout(this.quietTimer);
  }

  /** Whoever types is waited for; anything else is not. */
  private wait(ms: number): void {
    const now = Date.now();
    if (this.quietTimer === undefined) {
      this.first = now;
      this.due = Infinity;
    }
    this.due = ms === QUIET_MS && this.due > now + SOON_MS ? now + ms : Math.min(this.due, now + ms);
    this.due = Math.min(this.due, this.first + LONGEST_MS);
    clearTimeout(this.quietTimer);
    this.quietTimer = setTimeout(() => this.lookEverywhere(), Math.max(0, this.due - now));
  }

  private lookSoon(): void {
    this.soonTimer = undefined;
    const uris = [...this.soon];
    this.soon.clear();
    this.diagnostics().soon(uris);
  }

  private lookEverywhere(): void {
    this.quietTimer = undefined;
    const { everywhere } = this;
    const shown = new Set(this.shown);
    this.everywhere = false;
    this.shown.clear();
    this.diagnostics().quiet(everywhere);
    this.refresh(shown);
  }
}
