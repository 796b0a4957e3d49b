/** The tools whose messages are kept. */
export type MessagingTool = 'castxml' | 'igenerator' | 'swig';

/** A message of a tool in the last run of a type or of a module. */
export interface ToolMessage {
  tool: MessagingTool;
  severity: 'error' | 'warning';
  message: string;
  /** The alias of the generated `.cxx`, or the class, that the message is about. Null if unknown. */
  alias: string | null;
  className: string | null;
}
