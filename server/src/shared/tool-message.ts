export type MessagingTool = 'castxml' | 'igenerator' | 'swig';

/** What a tool said in the last run of a type or of a module. */
export interface ToolMessage {
  tool: MessagingTool;
  severity: 'error' | 'warning';
  message: string;
  /** The alias of the generated `.cxx`, or the class, that it is about; null if that cannot be told. */
  alias: string | null;
  className: string | null;
}
