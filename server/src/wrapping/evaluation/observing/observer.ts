import { fromByteString } from '../../../cmake/values/byte-string';
import type { ArgumentNode, CallNode } from '../../../cmake/ir/nodes';
import type { Definition } from '../../../cmake/runtime/scopes/state';
import type { Location, Range } from '../../../shared/text-range';
import { ClassFrames, CLOSING, type FrameMistake } from '../../diagnostics/class-frames';

/** A mistake that an evaluation shows, before a rule words it. */
export interface Observation {
  kind: ObservationKind;
  location: Location;
  /** What it is about: a variable, a class or a macro. */
  subject: string;
  related: Location | null;
}

/** The kinds of mistakes that an evaluation shows. */
export type ObservationKind =
  | FrameMistake
  | 'undefined-type'
  | 'unknown-variable'
  | 'empty-class'
  | 'misspelt-order'
  | 'old-variable'
  | 'order-before-module'
  | 'duplicate-type';

const CONDITIONS = new Set(['if', 'elseif', 'while']);
const TYPE_VARIABLE = /^ITK[TMN]_/;

/** Watches the evaluation of one `.wrap` file for mistakes that CMake silently ignores. */
export class WrapObserver {
  readonly observations: Observation[] = [];
  private readonly told = new Set<string>();
  /** What macros were given as their first arguments, such as the variable that itk_wrap_filter_dims() sets. */
  private readonly given = new Set<string>();
  private readonly frames = new ClassFrames<CallNode>((mistake, { file, range, args }, next) => {
    const related = next && { file: fromByteString(next.file), range: next.range };
    this.tell(mistake, file, range, args[0]?.text ?? '', related);
  });

  /**
   * @param call a call in a `.wrap` file
   * @param emptyClass the current class, if nothing of it is wrapped and no message says so
   */
  onCall(definition: Definition, call: CallNode, emptyClass: string | null = null): void {
    const name = definition.name.toLowerCase();
    if (name === CLOSING && this.frames.open !== null && emptyClass !== null)
      this.tell('empty-class', call.file, call.range, emptyClass, null);
    this.frames.onCommand(name, call);
    const first = call.args[0]?.text;
    if (first !== undefined) this.given.add(first);
  }

  /** The file has ended. */
  end(): void {
    this.frames.end();
  }

  onUndefined(name: string, argument: ArgumentNode, current: CallNode | null): void {
    if (current === null || !current.file.endsWith('.wrap')) return;
    // A condition may check whether such a type exists.
    if (CONDITIONS.has(current.id)) return;
    const isType = TYPE_VARIABLE.test(name);
    // Composed names, such as SMALLER_THAN_${type}, need not all exist.
    if (!isType && !argument.text.includes(`\${${name}}`)) return;
    // Such a macro has found nothing for it.
    if (!isType && this.given.has(name)) return;
    const kind = isType ? 'undefined-type' : 'unknown-variable';
    this.tell(kind, current.file, argument.range, name, null);
  }

  private tell(
    kind: ObservationKind,
    file: string,
    range: Range,
    subject: string,
    related: Location | null,
  ): void {
    const key = `${kind} ${range.start.line}:${range.start.character} ${subject}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.observations.push({
      kind,
      location: { file: fromByteString(file), range },
      subject: fromByteString(subject),
      related,
    });
  }
}
