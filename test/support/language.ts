import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CMakeParser, loadParser } from '../../server/src/cmake/syntax/parse';
import type { Evaluation } from '../../server/src/lsp/evaluation/evaluation-messages';
import type { RenameEnvironment } from '../../server/src/lsp/features/rename';
import type { FileContext } from '../../server/src/lsp/session/file-context';
import { toUri } from '../../server/src/lsp/translate/to-protocol';
import { WorkspaceIndex } from '../../server/src/wrapping/index/workspace-index';
import { classNameOf } from '../../server/src/build/inputs/castxml-cxx';
import type { WrappedType } from '../../server/src/wrapping/evaluation/enabled-classes';
import { marked } from './marked';
import { root } from './repository';
import type { Position } from '../../server/src/shared/text-range';

export { root };

/** An index over some texts, and the contexts for calling features. */
export class Workspace {
  private readonly texts = new Map<string, string>();
  private readonly headers = new Map<string, string>();
  readonly index: WorkspaceIndex;

  private constructor(readonly parser: CMakeParser) {
    this.index = new WorkspaceIndex(
      (text) => parser.parseScript(text),
      undefined,
      undefined,
      (header) => this.headers.get(header) ?? (existsSync(header) ? readFileSync(header, 'utf8') : null),
    );
  }

  /** Files by path, macro files first, in the order in which the index reads them. None of them is on disk. */
  static async of(files: Record<string, string> = {}): Promise<Workspace> {
    const parser = await loadParser();
    const workspace = new Workspace(parser);
    for (const [file, text] of Object.entries(files)) workspace.add(file, text);
    return workspace;
  }

  /** Indexes a whole source tree on disk. */
  static async scan(dir: string): Promise<Workspace> {
    const workspace = await Workspace.of();
    await workspace.index.scan([dir]);
    await workspace.index.scanHeaders();
    return workspace;
  }

  /** The environment of a rename in an editor without a build. */
  renaming(
    client: Partial<RenameEnvironment['client']> = {},
    more: Partial<RenameEnvironment> = {},
  ): RenameEnvironment {
    return {
      sources: () =>
        Promise.resolve([...this.texts].map(([file, text]) => ({ file, text, kind: kindOf(file) }))),
      isEditable: (file) => file.startsWith('/w/'),
      parse: (text) => this.parser.parseScript(text),
      build: () => undefined,
      openTexts: () => [],
      check: () => Promise.resolve(null),
      confirm: () => Promise.resolve(true),
      client: { documentChanges: true, renameFiles: true, changeAnnotations: true, ...client },
      ...more,
    };
  }

  add(file: string, text: string): void {
    this.texts.set(file, text);
    if (kindOf(file) === 'template') return;
    this.index.update(file, this.parser.parseScript(text));
  }

  forget(file: string): void {
    this.texts.delete(file);
    this.index.forget(file);
  }

  addHeader(file: string, text: string): void {
    this.index.addHeader(file);
    this.headers.set(file, text);
    this.index.updateHeader(file, text);
  }

  context(file: string, text: string, more: Partial<FileContext> = {}): FileContext {
    this.texts.set(file, text);
    const script = this.parser.parseScript(text);
    const facts = this.index.update(file, script);
    return {
      uri: toUri(file),
      file,
      text,
      script,
      facts,
      index: this.index,
      evaluation: null,
      type: undefined,
      module: undefined,
      costs: null,
      ...more,
    };
  }

  /** A fixture with a cursor mark. Its file is `/w/mod/wrapping/itkFoo.wrap` by default. */
  at(
    fixture: string,
    file = '/w/mod/wrapping/itkFoo.wrap',
    more: Partial<FileContext> = {},
  ): { context: FileContext; position: Position } {
    const { text, position } = marked(fixture);
    return { context: this.context(file, text, more), position };
  }
}

/** Our own macros, which are called like ITK's and documented in the same place. */
export const macroFile = '/w/Wrapping/TypedefMacros.cmake';
export const macros = `macro(itk_wrap_class class)
  # Wraps a class.
  # Global vars modified: WRAPPER_CLASS
  # what follows is code
  set(WRAPPER_CLASS "\${class}")
endmacro()
macro(itk_wrap_simple_class class)
  itk_wrap_class("\${class}" \${ARGN})
  itk_end_wrap_class()
endmacro()
macro(itk_end_wrap_class)
endmacro()
macro(itk_wrap_template name types)
  # Adds a template.
endmacro()
macro(itk_wrap_include include_file)
endmacro()
macro(itk_wrap_image_filter param_types param_count)
endmacro()
macro(itk_wrap_filter_dims var_name dimension_condition)
  set(\${var_name} 2)
endmacro()
macro(unique var_name list)
  set(\${var_name} \${list})
endmacro()
set(ITK_WRAP_IMAGE_DIMS 2 3)
set(WRAP_ITK_SCALAR "")
set(ITKT_F "float") # Type
set(ITKM_F "F")
wrap_type("itk::Image" "I" "itkImage.h")
add_template("F2" "float,2")
end_wrap_type()
`;

const kindOf = (file: string): 'script' | 'template' => (file.endsWith('.in') ? 'template' : 'script');

/** An evaluation that gives these answers, and otherwise knows nothing. */
export function evaluationOf(answers: Partial<Evaluation>): Evaluation {
  return {
    valueAt: () => null,
    generatedBy: () => null,
    includesOf: () => null,
    loopsOf: () => null,
    diagnosticsOf: () => null,
    otherFilesWithProblems: () => [],
    enabled: () => null,
    ...answers,
  };
}

export const readFixture = (...parts: string[]): string => readFileSync(path.join(...parts), 'utf8');

/** A wrapped type, as an evaluation tells it. */
export const wrappedType = (cppType: string): WrappedType => ({ cppType, className: classNameOf(cppType) });
