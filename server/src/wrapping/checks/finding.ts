import type { Script } from '../../cmake/ast';
import type { Location, Range } from '../../util/text';
import type { FileFacts } from '../facts';
import type { WorkspaceIndex } from '../workspaceIndex';

/** A mistake that reading alone finds. */
export interface Finding {
  code: FindingCode;
  /** Whole sentences: what is the matter, what CMake makes of it, what to do. */
  message: string;
  range: Range;
  related?: { location: Location; message: string }[];
  /** Changes of this file that would repair it, best first. */
  fixes?: Fix[];
}

export interface Fix {
  title: string;
  edits: { range: Range; newText: string }[];
}

export type FindingCode =
  | 'unknown-command'
  | 'unknown-variable'
  | 'invalid-method'
  | 'too-many-arguments'
  | 'missing-arguments'
  | 'unclosed-class'
  | 'end-without-class'
  | 'template-outside-class'
  | 'duplicate-mangle'
  | 'invalid-dimensions'
  | 'include-not-found'
  | 'superclass-not-wrapped'
  | 'duplicate-type'
  | 'type-name-cut'
  | 'misspelt-order'
  | 'order-before-module'
  | 'type-without-file'
  | 'type-listed-twice';

/** What a check reads. */
export interface CheckContext {
  /** Absolute. */
  file: string;
  script: Script;
  facts: FileFacts;
  index: WorkspaceIndex;
}
