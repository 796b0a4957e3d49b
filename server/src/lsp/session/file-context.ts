import type { Script } from '../../cmake/syntax/ast';
import type { ModuleStatus, TypeState } from '../../shared/type-state';
import type { FileFacts } from '../../wrapping/index/script-facts';
import type { WorkspaceIndex } from '../../wrapping/index/workspace-index';
import type { BuildCosts } from '../../pipeline/costs/build-costs';
import type { Evaluation } from '../evaluation/evaluation-messages';

/** A script as the features see it: its text and tree, its facts, and what is known about its surroundings. */
export interface FileContext {
  uri: string;
  /** Absolute path. */
  file: string;
  text: string;
  script: Script;
  facts: FileFacts;
  index: WorkspaceIndex;
  evaluation: Evaluation | null;
  /** The type of a `.wrap` in the active build. */
  type: TypeState | undefined;
  module: ModuleStatus | undefined;
  /** What the types cost in the active build. Null if there is none. */
  costs: BuildCosts | null;
}
