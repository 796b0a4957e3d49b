/**
 * Follows the commands of a `.wrap` file that open, fill and close classes. A check of the text passes the commands as
 * written, and an evaluation passes the calls as they run. The names come from TypedefMacros.cmake.
 */
export class ClassFrames<T> {
  /** The command that opened the current class. */
  open: T | null = null;

  /**
   * @param report called for each mistake with the wrong command and, for an unclosed class, the command of the next class
   */
  constructor(private readonly report: (mistake: FrameMistake, command: T, next: T | null) => void) {}

  /** @param name of the command, in lower case */
  onCommand(name: string, command: T): void {
    if (OPENING.test(name)) {
      this.closeUnclosed(command);
      this.open = command;
    } else if (SIMPLE.test(name)) {
      this.closeUnclosed(command);
    } else if (name === CLOSING) {
      if (this.open === null) this.report('end-without-class', command, null);
      this.open = null;
    } else if (CONTENT.test(name) && this.open === null) {
      this.report('template-outside-class', command, null);
    }
  }

  /** The file has ended. */
  end(): void {
    this.closeUnclosed(null);
  }

  private closeUnclosed(next: T | null): void {
    if (this.open !== null) this.report('unclosed-class', this.open, next);
    this.open = null;
  }
}

/** A mistake in the order of the commands for classes. */
export type FrameMistake = 'unclosed-class' | 'end-without-class' | 'template-outside-class';

/** Commands that open a class. */
export const OPENING = /^itk_wrap_(?:named_)?class$/;
/** Commands that wrap a whole class. */
export const SIMPLE = /^itk_wrap_(?:named_)?simple_class$/;
/** Commands that add templates to the current class. */
export const CONTENT = /^itk_wrap_(?:template|image_filter|image_filter_combinations|image_filter_types)$/;
export const CLOSING = 'itk_end_wrap_class';
