import type { Script } from '../cmake/ast';
import type { ModuleStatus, TypeState } from '../pipeline/types';
import type { FileFacts } from '../wrapping/facts';
import type { WorkspaceIndex } from '../wrapping/workspaceIndex';
import type { Evaluation } from './evaluation';

/** A script as the features see it: its text and tree, what it says, and what is known around it. */
export interface FileContext {
  uri: string;
  /** Absolute path. */
  file: string;
  text: string;
  script: Script;
  facts: FileFacts;
  index: WorkspaceIndex;
  evaluation: Evaluation | null;
  /** Of a `.wrap` in the active build. */
  type: TypeState | undefined;
  module: ModuleStatus | undefined;
}
