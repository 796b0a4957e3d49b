import type { DiagnosticsChannel } from '../diagnostics/diagnostics-channel';

/** A change of something that answers depend on. `uris`: the scripts whose diagnostics it affects most directly. */
export interface Change {
  kind: ChangeKind;
  uris: readonly string[];
}

/** What has changed. */
export type ChangeKind =
  /** A document was opened, closed or edited. */
  | 'text'
  /** Files were created, deleted or changed on disk. */
  | 'disk'
  /** The evaluation has new results for these files. */
  | 'evaluation'
  /** The states of types or modules have changed. */
  | 'states'
  /** The messages of the last runs have changed. */
  | 'runs'
  /** The workspace was indexed, another build is shown, or the settings changed. */
  | 'everything';

/** What an editor shows permanently and must be told to request again. */
export type Shown = 'tokens' | 'hints' | 'lenses';

/** The effects of each kind of change. `everywhere`: it may change the diagnostics of any file, not only those of `uris`. */
const EFFECTS: Record<ChangeKind, { everywhere: boolean; shown: readonly Shown[] }> = {
  text: { everywhere: true, shown: ['tokens', 'hints', 'lenses'] },
  disk: { everywhere: true, shown: ['tokens', 'hints', 'lenses'] },
  evaluation: { everywhere: true, shown: ['hints', 'lenses'] },
  states: { everywhere: false, shown: ['hints', 'lenses'] },
  runs: { everywhere: false, shown: [] },
  everything: { everywhere: true, shown: ['tokens', 'hints', 'lenses'] },
};

/** Changes of a file within this time are handled together, in milliseconds. */
const SOON_MS = 25;
/** The effects of an edit on other files are computed when the user has not typed for this long, in milliseconds. */
const QUIET_MS = 300;
/** The maximum delay if the changes do not stop, in milliseconds. */
const LONGEST_MS = 2000;

/** Decides what is refreshed when something changes. Nothing else does. */
export class Changes {
  private readonly soon = new Set<string>();
  private soonTimer: NodeJS.Timeout | undefined;
  private quietTimer: NodeJS.Timeout | undefined;
  /** When the first change arrived that `quietTimer` delays, and when that timer ends. */
  private first = 0;
  private due = Infinity;
  private everywhere = false;
  private readonly shown = new Set<Shown>();

  constructor(
    private readonly diagnostics: () => DiagnosticsChannel,
    /** Asks the client to request again what it shows. */
    private readonly refresh: (shown: ReadonlySet<Shown>) => void,
    /** Whether several scripts are open. An editor requests the one that is being edited again by itself. */
    private readonly severalOpen: () => boolean,
  ) {}

  /** Whether a refresh is pending. */
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

  /** Schedules a refresh. Only edits postpone it further. */
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
