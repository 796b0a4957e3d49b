/** How a body ended. */
export const enum Signal {
  Normal,
  Break,
  Continue,
  Return,
  /** A fatal error. Nothing more is run. */
  Stop,
}
