/**
 * Filters the output of tools for a terminal. Colors stay (`ESC [ … m`). Everything else that could act on the terminal is
 * removed: titles, the clipboard, the cursor, queries that a terminal answers, and a carriage return that overwrites a line.
 * Sequences may be split over chunks, so each stream needs its own filter.
 */
export class TerminalFilter {
  private state: 'text' | 'escape' | 'csi' | 'string' = 'text';
  /** The control sequence read so far. */
  private sequence = '';
  private afterReturn = false;

  /** The part of the output that may be written now. */
  take(chunk: string): string {
    if (this.state === 'text' && !this.afterReturn && !CONTROL.test(chunk)) return chunk;
    let kept = '';
    for (const character of chunk) kept += this.step(character);
    return kept;
  }

  /** Ends a pending sequence, and returns the output that was still held back. */
  end(): string {
    const held = this.afterReturn ? '\n' : '';
    this.state = 'text';
    this.sequence = '';
    this.afterReturn = false;
    return held;
  }

  private step(character: string): string {
    switch (this.state) {
      case 'text':
        return this.text(character);
      case 'escape':
        if (character === '[') this.begin('csi');
        else if (']PX^_'.includes(character)) this.begin('string');
        // Sequences such as `ESC ( B` have characters between space and slash before their last one.
        else if (!(character >= ' ' && character <= '/')) return this.back(character);
        return '';
      case 'csi':
        return this.controlSequence(character);
      case 'string':
        // The end of a line ends it too, so that a string that is never closed does not swallow the rest of the output.
        if (character === '\n') return this.back(character);
        if (character === '\x07' || character === '\x9c') this.begin('text');
        else if (character === '\x1b') this.begin('escape');
        return '';
    }
  }

  private text(character: string): string {
    const before = this.afterReturn ? '\n' : '';
    this.afterReturn = character === '\r';
    if (character === '\r') return before;
    // CR LF is a single line break.
    if (character === '\n') return '\n';
    if (character === '\x1b') this.begin('escape');
    else if (character === '\x9b') this.begin('csi');
    else if ('\x90\x98\x9d\x9e\x9f'.includes(character)) this.begin('string');
    else if (character === '\t' || !CONTROL.test(character)) return before + character;
    return before;
  }

  private controlSequence(character: string): string {
    if (character >= '@' && character <= '~') {
      const color = character === 'm' && /^[0-9;:]*$/.test(this.sequence);
      const kept = color ? `\x1b[${this.sequence}m` : '';
      this.begin('text');
      return kept;
    }
    if (character < ' ' || character > '?' || this.sequence.length >= LONGEST) return this.back(character);
    this.sequence += character;
    return '';
  }

  /** Ends the sequence, which is complete or was not one. Returns what this character prints. */
  private back(character: string): string {
    this.begin('text');
    // The last character of a short escape sequence belongs to it.
    return character === '\n' || character === '\x1b' ? this.text(character) : '';
  }

  private begin(state: TerminalFilter['state']): void {
    this.state = state;
    this.sequence = '';
  }
}

/** The maximum length of a color sequence: eight parameters of three digits fit. */
const LONGEST = 64;
/** Control characters except tabs and line feeds, and bidirectional overrides. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
