import { fromByteString } from '../../cmake/values/byte-string';
import type { ArgumentNode, CallNode } from '../../cmake/ir/nodes';
import type { Definition } from '../../cmake/runtime/state';
import type { Range } from '../../shared/text-range';

/** A mistake that shows while a file is evaluated, before it is put into words. */
export interface Finding {
  code: FindingCode;
  file: string;
  range: Range;
  /** What it is about: a variable, a class, a macro. */
  subject: string;
  related: { file: string; range: Range } | null;
}

export type FindingCode =
  | 'undefined-type'
  | 'unknown-variable'
  | 'template-outside-class'
  | 'unclosed-class'
  | 'end-without-class'
  | 'nothing-wrapped'
  | 'misspelt-order'
  | 'old-variable'
  | 'order-before-module'
  | 'duplicate-type';

/** Macros that open a class, with what they call within. Source: TypedefMacros.cmake. */
const OPENING = new Set(['itk_wrap_class', 'itk_wrap_named_class']);
const WHOLE = new Set(['itk_wrap_simple_class', 'itk_wrap_named_simple_class']);
const CLOSING = 'itk_end_wrap_class';
const ADDING = new Set([
  'itk_wrap_template',
  'itk_wrap_image_filter',
  'itk_wrap_image_filter_types',
  'itk_wrap_image_filter_combinations',
]);
const CONDITIONS = new Set(['if', 'elseif', 'while']);
const TYPE_VARIABLE = /^ITK[TMN]_/;

/** Watches the evaluation of one `.wrap` file for mistakes that CMake silently ignores. */
export class WrapObserver {
  readonly findings: Finding[] = [];
  private open: CallNode | null = null;
  private readonly told = new Set<string>();

  /** @param emptyClass the class that is open, if nothing of it is wrapped and nobody says so */
  onCall(
    definition: Definition,
    call: CallNode,
    args: readonly string[],
    emptyClass: string | null = null,
  ): void {
    if (!call.file.endsWith('.wrap')) return;
    const name = definition.name.toLowerCase();
    if (OPENING.has(name)) {
      this.notClosed(call);
      this.open = call;
    } else if (WHOLE.has(name)) {
      this.notClosed(call);
    } else if (name === CLOSING) {
      if (this.open === null) this.tell('end-without-class', call.file, call.range, '', null);
      else if (emptyClass !== null) this.tell('nothing-wrapped', call.file, call.range, emptyClass, null);
      this.open = null;
    } else if (ADDING.has(name) && this.open === null) {
      this.tell('template-outside-class', call.file, call.range, args[0] ?? '', null);
    }
  }

  /** The file is at its end. */
  end(): void {
    this.notClosed(null);
  }

  onUndefined(name: string, argument: ArgumentNode, current: CallNode | null): void {
    if (current === null || !current.file.endsWith('.wrap')) return;
    // A condition may well ask whether there is such a type.
    if (CONDITIONS.has(current.id)) return;
    const isType = TYPE_VARIABLE.test(name);
    // Of a name that is put together, such as SMALLER_THAN_${type}, only some need exist.
    if (!isType && !argument.text.includes(`\${${name}}`)) return;
    const code = isType ? 'undefined-type' : 'unknown-variable';
    this.tell(code, current.file, argument.range, name, null);
  }

  private notClosed(next: CallNode | null): void {
    if (this.open === null) return;
    const { file, range, args } = this.open;
    const related = next === null ? null : { file: fromByteString(next.file), range: next.range };
    this.tell('unclosed-class', file, range, args[0]?.text ?? '', related);
    this.open = null;
  }

  private tell(
    code: FindingCode,
    file: string,
    range: Range,
    subject: string,
    related: Finding['related'],
  ): void {
    const key = `${code} ${range.start.line}:${range.start.character} ${subject}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.findings.push({
      code,
      file: fromByteString(file),
      range,
      subject: fromByteString(subject),
      related,
    });
  }
}
