import type { Script } from '../../../cmake/syntax/ast';
import type { Location, Range } from '../../../shared/text-range';
import type { DiagnosticCode } from '../diagnostic-kinds';
import type { EnabledClasses } from '../../evaluation/enabled-classes';
import type { FileFacts } from '../../index/script-facts';
import type { WorkspaceIndex } from '../../index/workspace-index';

/** A mistake that reading alone finds. */
export interface Finding {
  code: DiagnosticCode;
  /** Whole sentences: what is the matter, what CMake makes of it, what to do. */
  message: string;
  range: Range;
  related?: { location: Location; message: string }[];
  /** Changes that would repair it, best first. */
  fixes?: Fix[];
  /** A class that a `.wrap` of its own would wrap, and its header. */
  newWrapFor?: { className: string; header: string };
}

export interface Fix {
  title: string;
  /** `file`: where it is another than that of the mistake. */
  edits: { range: Range; newText: string; file?: string }[];
}

/** What a check reads. */
export interface CheckContext {
  /** Absolute. */
  file: string;
  script: Script;
  facts: FileFacts;
  index: WorkspaceIndex;
  /** What the active build enables; null or absent where no evaluation has said so (yet). */
  enabled?: EnabledClasses | null;
  /** Headers that were searched for in the build and are nowhere, with the number of folders that were searched. */
  absentHeaders?: ReadonlyMap<string, number>;
}
