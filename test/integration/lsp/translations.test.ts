import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { URI } from 'vscode-uri';
import {
  type CodeAction,
  CodeActionRequest,
  type CodeLens,
  CodeLensRequest,
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  CompletionResolveRequest,
  type Diagnostic,
  DocumentLinkRequest,
  type Hover,
  HoverRequest,
  type InlayHint,
  InlayHintRequest,
  type MarkupContent,
  PrepareRenameRequest,
  RenameRequest,
} from 'vscode-languageserver-protocol/node';
import type { GraphModel, GraphView } from '../../../server/src/graph/graph-view';
import { type CacheView, type FoundBuild, methods } from '../../../server/src/shared/protocol';
import { LspClient } from '../../support/lsp-client';
import { assertTranslated, pseudoTranslations } from '../../support/pseudo-language';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/** Mistakes of many kinds: those that reading finds, and those that an evaluation finds. */
const MISTAKES = `itk_wrap_include("itkAbsImageFiltre.h")
itk_wrap_class("itk::AbsImageFilter" POINTER_WITH_SUPERCLAS)
  itk_wrap_template("A" "\${ITKT_nothing}")
  itk_wrap_template("A" "\${ITKT_F}")
  itk_wrap_template("B" "\${ITKT_F}")
  itk_wrap_template("B" "\${ITKT_F}")
  itk_wrap_image_filter("\${WRAP_ITK_SCALER}" 2)
  itk_wrap_image_filter("\${WRAP_ITK_REAL}" "d>2")
itk_end_wrap_class()
itk_end_wrap_class()
itk_wrap_template("C" "\${ITKT_D}")
itk_wrap_class()
itk_wrap_class("itk::Imagee" POINTER too1 many2)
itk_wrap_clas("itk::Image")
WRAP_CLASS("itk::Image")
set(WRAPPER_LIBRARY_GROUPS x)
foreach(name one two)
  message("\${name}")
endforeach()
`;

describe('the language server in another language', () => {
  let sample: SampleCopy;
  let client: LspClient;
  let wrap: string;
  before(async function () {
    this.timeout(120_000);
    sample = await sampleCopy({ configureOnly: true });
    wrap = path.join(sample.source, 'Modules/Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap');
    const environment = { ITK_WRAP_CACHE: sample.store, ITK_WRAP_CACHE_REMOTE: 'http://localhost|read_only' };
    client = await LspClient.start(
      sample.source,
      environment,
      {},
      {
        initializationOptions: { diagnosticMode: 'push', translations: pseudoTranslations() },
        capabilities: { workspace: { codeLens: { refreshSupport: true } } },
      },
    );
    await client.until('the build is shown', () => client.view?.situation === 'ready');
    await client.connection.sendRequest(methods.whenIdle);
  });
  after(async () => {
    await client?.stop();
    await sample?.remove();
  });

  const ask = <T>(method: string, parameters?: unknown): Promise<T> =>
    client.connection.sendRequest<T>(method, parameters);

  /** Opens a script, and waits until all is known of it. */
  async function open(file: string, text?: string): Promise<string> {
    const uri = await client.open(file, 'itk-wrap', text ?? (await readFile(file, 'utf8')));
    await ask(methods.whenIdle);
    return uri;
  }

  function checkDiagnostics(uri: string, diagnostics: readonly Diagnostic[]): void {
    // What CMake itself says is in CMake's language.
    for (const { code, message, relatedInformation = [] } of diagnostics) {
      if (code === 'cmake-error' || code === 'cmake-warning') continue;
      const text = message as string;
      assert.match(text, /⟦/, `${uri} ${code}: ${text}`);
      assertTranslated(String(code), text);
      // It quotes C++.
      if (code === 'wrong-template-arguments') continue;
      for (const related of relatedInformation) assertTranslated(`related to ${code}`, related.message);
    }
  }

  it('says its diagnostics and fixes in it', async () => {
    const uri = await open(wrap, MISTAKES);
    const lists = path.join(sample.source, 'Modules/Core/Common/wrapping/CMakeLists.txt');
    const listsUri = await open(
      lists,
      (await readFile(lists, 'utf8')).replace(
        'itk_wrap_module(',
        'set(WRAPPER_SUBMODULE_ORDER itkIndex)\nset(WRAPPER_SUBMODULE_ODER itkIndxe itkIndex itkIndex)\nitk_wrap_module(',
      ),
    );
    const codes = new Set<unknown>();
    for (const one of [uri, listsUri]) {
      const diagnostics = client.diagnosticsOf(one);
      checkDiagnostics(one, diagnostics);
      for (const diagnostic of diagnostics) {
        codes.add(diagnostic.code);
        const actions = await ask<CodeAction[]>(CodeActionRequest.method, {
          textDocument: { uri: one },
          range: diagnostic.range,
          context: { diagnostics: [diagnostic] },
        });
        for (const { title } of actions) {
          assert.match(title, /⟦/, title);
          assertTranslated('a code action', title);
        }
      }
    }
    assert.ok(codes.size >= 10, `only ${[...codes].join(' ')}`);
    for (const [other, diagnostics] of client.allDiagnostics()) checkDiagnostics(other, diagnostics);
  });

  it('says its hovers, lenses, hints, links and completions in it', async () => {
    const file = path.join(
      sample.source,
      'Modules/Filtering/ImageIntensity/wrapping/itkCastImageFilter.wrap',
    );
    const text = await readFile(file, 'utf8');
    const uri = await open(file);
    const textDocument = { uri };
    let hovers = 0;
    for (const [line, content] of text.split('\n').entries())
      for (const { index } of content.matchAll(/(?<![\w$])[A-Za-z_]\w+/g)) {
        const position = { line, character: index + 1 };
        const hover = await ask<Hover | null>(HoverRequest.method, { textDocument, position });
        if (hover === null) continue;
        const { value } = hover.contents as MarkupContent;
        // Comments of macros are in the language of their authors.
        assertTranslated(`hover at ${line + 1}:${index + 1}`, withoutComments(value));
        if (value.includes('⟦')) hovers++;
      }
    assert.ok(hovers > 5, `only ${hovers} hovers with texts`);

    const lenses = await ask<CodeLens[]>(CodeLensRequest.method, { textDocument });
    assert.ok(lenses.length > 0);
    for (const { command } of lenses) assertTranslated('a code lens', command!.title);
    const range = { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
    for (const { label, tooltip } of await ask<InlayHint[]>(InlayHintRequest.method, {
      textDocument,
      range,
    })) {
      if (typeof label === 'string' && !/^\w+:$/.test(label)) assertTranslated('an inlay hint', label);
      if (tooltip) assertTranslated('the tooltip of a hint', (tooltip as MarkupContent).value);
    }
    for (const { tooltip } of (await ask<{ tooltip?: string }[]>(DocumentLinkRequest.method, {
      textDocument,
    })) ?? [])
      if (tooltip) assertTranslated('a link', tooltip);
    const { items } = await ask<CompletionList>(CompletionRequest.method, {
      textDocument,
      position: { line: 0, character: text.indexOf('POINTER') },
    });
    assert.ok(items.length > 0);
    for (const item of items.slice(0, 10)) {
      const { documentation } = await ask<CompletionItem>(CompletionResolveRequest.method, item);
      if (documentation) assertTranslated(item.label, (documentation as MarkupContent).value);
    }
    await assert.rejects(
      ask(PrepareRenameRequest.method, { textDocument, position: { line: 0, character: 3 } }),
      (error: Error) => {
        assert.match(error.message, /⟦/);
        assertTranslated('a refused rename', error.message);
        return true;
      },
    );
  });

  it('refuses a rename in it, in the thread that tests it', async () => {
    const file = path.join(sample.source, 'Wrapping/WrapBasicTypes.cmake');
    const text = await readFile(file, 'utf8');
    const uri = await client.open(file, 'cmake', text);
    const lines = text.slice(0, text.indexOf('ITKM_F')).split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)!.length };
    await assert.rejects(
      ask(RenameRequest.method, { textDocument: { uri }, position, newName: 'ITKM_RENAMED' }),
      (error: Error) => {
        assert.match(error.message, /⟦⟨ITKM_F⟩ is read here through a name that is composed/);
        assertTranslated('a refused rename', error.message);
        return true;
      },
    );
  });

  it('says the states, the builds and the cache in it', async () => {
    const { view } = client;
    assert.ok(view && view.types.length > 0);
    for (const { name, stateLabel, reason } of view.types)
      for (const text of [stateLabel, reason ?? '']) assertTranslated(name, text);
    for (const { name, stateLabel, consequence } of view.modules) {
      assert.match(stateLabel, /⟦/);
      for (const text of [stateLabel, consequence ?? '']) assertTranslated(name, text);
    }
    for (const { message, next } of view.problems) assertTranslated('a problem', `${message} ${next}`);
    for (const { offered, problem } of await ask<FoundBuild[]>(methods.builds))
      for (const text of [offered, problem]) assertTranslated('a build', text);
    const cache = await ask<CacheView>(methods.cache);
    assert.match(cache.remote!.problem, /⟦/);
    assertTranslated('the remote', cache.remote!.problem);
    for (const { label } of [...cache.outcomes, ...cache.reasons]) assertTranslated('the cache', label);
  });

  it('draws its graphs in it', async () => {
    const views: GraphView[] = [
      { kind: 'overview' },
      { kind: 'module', module: 'ITKImageIntensity' },
      { kind: 'type', type: 'itkAbsImageFilter' },
      { kind: 'header', file: path.join(sample.source, 'Modules/Core/Common/include/itkImage.h') },
      { kind: 'module', module: 'Nothing' },
    ];
    for (const view of views) {
      const model = await ask<GraphModel>(methods.graph, view);
      assert.match(model.summary + (model.empty ?? ''), /⟦/, JSON.stringify(view));
      for (const text of graphTexts(model))
        assertTranslated(`${view.kind} graph`, text.replace('Nothing', ''));
    }
  });

  it('speaks English to a client that passes none, or something else', async () => {
    for (const translations of [undefined, 'deutsch', [1], { fresh: 7 }]) {
      const folder = path.join(sample.source, 'Modules');
      const other = await LspClient.start(folder, {}, {}, { initializationOptions: { translations } });
      try {
        const uri = URI.file(path.join(folder, 'itkFoo.wrap')).toString();
        await other.open(path.join(folder, 'itkFoo.wrap'), 'itk-wrap', 'itk_end_wrap_class()\n');
        const found = await other.until('a diagnostic', () => other.diagnosticsOf(uri)[0]);
        assert.equal(found.message, 'No class is open here. CMake does not report this.');
      } finally {
        await other.stop();
      }
    }
  });
});

/** Without the comments of macros, which follow their signatures and are in the language of their authors. */
const withoutComments = (markdown: string): string =>
  markdown
    .split('\n\n')
    .filter((part, n, parts) => part.includes('⟦') || !parts[n - 1]?.startsWith('```cmake'))
    .join('\n\n');

function* graphTexts(model: GraphModel): Generator<string> {
  yield* [model.summary, model.empty ?? ''];
  // A box is named after its folder or module.
  for (const { id, label } of model.headings) if (!/^(?:folder|module):/.test(id)) yield label;
  for (const node of model.nodes) {
    if (node.kind === 'file' || node.kind === 'run') yield node.label;
    yield* [node.note, ...node.details, ...node.files.map(({ label }) => label)];
    yield* node.stages.map(({ label }) => label);
  }
}
