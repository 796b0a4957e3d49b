/** How diagnostics reach the client: the server pushes them, or the client pulls them. */
export interface DiagnosticsChannel {
  /** Called soon after each change: the diagnostics of these files may have changed. */
  soon(uris: readonly string[]): void;
  /** Called once nothing has changed for a moment. `everywhere`: the diagnostics of any file may have changed. */
  quiet(everywhere: boolean): void;
  /** Whether diagnostics are being computed. */
  readonly busy: boolean;
}
