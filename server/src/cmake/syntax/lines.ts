import type { Position } from '../../shared/text-range';

/** The starts of the lines of a text. Lines end with `\n`, as in CMake and tree-sitter. */
export class Lines {
  private readonly starts: number[] = [0];
  private last = 0;

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  /** The position of an index in UTF-16 units. Fast if the index is near that of the previous call. */
  positionAt(index: number): Position {
    const { starts } = this;
    let line = this.last;
    if (starts[line]! > index || (starts[line + 8] ?? Infinity) <= index) {
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (starts[middle]! <= index) low = middle;
        else high = middle;
      }
      line = low;
    }
    while ((starts[line + 1] ?? Infinity) <= index) line++;
    this.last = line;
    return { line, character: index - starts[line]! };
  }
}
