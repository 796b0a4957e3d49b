/** A position in a text. `line` and `character` count from 0. `character` counts UTF-16 units, as LSP does by default. */
export interface Position {
  line: number;
  character: number;
}

/** The range from `start` up to, but not including, `end`. */
export interface Range {
  start: Position;
  end: Position;
}

/** A range of a file on disk. `file` is an absolute path. */
export interface Location {
  file: string;
  range: Range;
}
