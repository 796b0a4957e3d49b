/** How a body ended. */
export const enum Signal {
  Normal,
  Break,
  Continue,
  Return,
  /** A fatal error: nothing more is run. */
  Stop,
}
