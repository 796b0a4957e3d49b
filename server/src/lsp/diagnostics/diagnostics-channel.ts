/** How diagnostics come to the client: it is sent them, or it asks for them. */
export interface DiagnosticsChannel {
  /** The diagnostics of these files may be different now. Called soon after each change. */
  soon(uris: readonly string[]): void;
  /** Called once nothing has changed for a moment. `everywhere`: the diagnostics of any file may be different now. */
  quiet(everywhere: boolean): void;
  /** Whether diagnostics are being worked out. */
  readonly busy: boolean;
}
