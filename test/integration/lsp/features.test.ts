import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { URI } from 'vscode-uri';
import {
  type CodeAction,
  CodeActionRequest,
  type CompletionList,
  CompletionRequest,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentFormattingRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  type FullDocumentDiagnosticReport,
  ImplementationRequest,
  InlayHintRequest,
  type Location,
  type LocationLink,
  PrepareRenameRequest,
  ProgressType,
  type ProtocolConnection,
  ReferencesRequest,
  SemanticTokensRequest,
  SetTraceNotification,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { eventually } from '../../support/eventually';
import { LspClient } from '../../support/lsp-client';
import { type SampleCopy, sampleCopy } from '../../support/sample';

describe('the language features over a pipe', () => {
  let sample: SampleCopy;
  let wrap: string;
  let lists: string;
  before(async function () {
    this.timeout(120_000);
    sample = await sampleCopy({ configureOnly: true });
    wrap = path.join(sample.source, 'Modules/Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap');
    lists = path.join(sample.source, 'Modules/Core/Common/wrapping/CMakeLists.txt');
  });
  after(() => sample?.remove());

  async function withClient(
    work: (client: LspClient, connection: ProtocolConnection) => Promise<void>,
    more: Parameters<typeof LspClient.start>[3] = {},
    settings: object = {},
  ): Promise<void> {
    const client = await LspClient.start(sample.source, { ITK_WRAP_CACHE: sample.store }, settings, more);
    try {
      await work(client, client.connection);
    } finally {
      await client.stop();
    }
  }

  /** Repeats a request until the background work has what the answer needs. */
  const askUntil = <T>(ask: () => Promise<T>, good: (answer: T) => boolean, what: string): Promise<T> =>
    eventually(
      async () => {
        const answer = await ask();
        if (!good(answer))
          throw new Error(`Not in 30 s: ${what}; the last answer was ${JSON.stringify(answer)}`);
        return answer as T & object;
      },
      { timeoutMs: 30_000, everyMs: 50 },
    );

  it('handles the real macros of the sample: definition, references, symbols, completion, formatting', () =>
    withClient(async (client, connection) => {
      const text =
        'itk_wrap_class("itk::AbsImageFilter" POINTER)\n  itk_wrap_image_filter("${WRAP_ITK_SCALAR}"   2)\nitk_end_wrap_class()\n';
      const uri = await client.open(wrap, 'itk-wrap', text);
      const at = (line: number, character: number) => ({
        textDocument: { uri },
        position: { line, character },
      });
      const targets = await askUntil(
        () => connection.sendRequest(DefinitionRequest.type, at(0, 5)) as Promise<LocationLink[]>,
        (answer) => answer.length > 0,
        'itk_wrap_class is known',
      );
      assert.match(targets[0]!.targetUri, /\.cmake$/);
      await askUntil(
        () =>
          connection.sendRequest(ReferencesRequest.type, {
            ...at(0, 5),
            context: { includeDeclaration: false },
          }) as Promise<Location[]>,
        (answer) => new Set(answer.map((one) => one.uri)).size > 5,
        'references in files that are not open',
      );
      const [symbol] =
        (await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } })) ?? [];
      assert.equal(symbol?.name, 'itk::AbsImageFilter');
      const symbols = await connection.sendRequest(WorkspaceSymbolRequest.type, {
        query: 'itkCastImageFilter',
      });
      assert.equal(symbols?.[0]?.name, 'itkCastImageFilter');
      const list = (await connection.sendRequest(CompletionRequest.type, at(1, 28))) as CompletionList;
      assert.ok(list.items.some(({ label }) => label === 'WRAP_ITK_SCALAR'));
      const edits = await connection.sendRequest(DocumentFormattingRequest.type, {
        textDocument: { uri },
        options: { tabSize: 8, insertSpaces: false },
      });
      assert.deepEqual(
        edits?.map(({ newText }) => newText),
        // The arguments of a command that gersemi does not know do not change.
        ['itk_wrap_image_filter("${WRAP_ITK_SCALAR}"   2)\n'],
      );
      const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
      assert.ok((tokens?.data.length ?? 0) > 0);
    })).timeout(60_000);

  it('publishes a mistake soon after it is typed, fixes it, and removes the diagnostic', () =>
    withClient(async (client, connection) => {
      const uri = await client.open(wrap, 'itk-wrap', 'itk_wrap_simple_class("itk::Object" POINTER)\n');
      const change = (version: number, character: number, end: number, text: string) =>
        connection.sendNotification(DidChangeTextDocumentNotification.type, {
          textDocument: { uri, version },
          contentChanges: [
            { range: { start: { line: 0, character }, end: { line: 0, character: end } }, text },
          ],
        });
      await change(2, 36, 43, 'POINTR');
      const [diagnostic] = await client.until('the mistake', () => {
        const found = client.diagnosticsOf(uri).filter(({ code }) => code === 'invalid-method');
        return found.length > 0 && found;
      });
      const actions = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: diagnostic!.range,
        context: { diagnostics: [diagnostic!] },
      });
      assert.equal((actions?.[0] as CodeAction).edit?.changes?.[uri]?.[0]?.newText, 'POINTER');
      await change(3, 36, 42, 'POINTER');
      await client.until('it is gone', () =>
        client.diagnosticsOf(uri).every(({ code }) => code !== 'invalid-method'),
      );
    })).timeout(60_000);

  it('applies severities from the settings while it runs', () =>
    withClient(
      async (client, connection) => {
        const uri = await client.open(wrap, 'itk-wrap', 'itk_end_wrap_class()\n');
        const codes = () => client.diagnosticsOf(uri).map(({ code }) => code);
        await client.until('the mistake', () => codes().includes('end-without-class'));
        client.settings = { diagnostics: { 'end-without-class': 'off' } };
        await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
        await client.until('it is off', () => !codes().includes('end-without-class'));
      },
      {},
      {},
    )).timeout(60_000);

  it('reports mistakes in files that are not open, and in added folders', () =>
    withClient(
      async (client, connection) => {
        const folder = path.join(path.dirname(sample.source), 'added');
        await mkdir(path.join(folder, 'wrapping'), { recursive: true });
        const file = path.join(folder, 'wrapping/itkAdded.wrap');
        await writeFile(file, 'itk_wrap_class("itk::Added" POINTER)\n');
        const uri = pathToFileURL(folder).toString();
        await connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
          event: { added: [{ uri, name: 'added' }], removed: [] },
        });
        await client.until('the mistake', () =>
          client.diagnosticsOf(pathToFileURL(file).toString()).some(({ code }) => code === 'unclosed-class'),
        );
      },
      { capabilities: { workspace: { workspaceFolders: true } } },
    )).timeout(60_000);

  it('shows what each line generates, from a background evaluation that follows edits', () =>
    withClient(async (client, connection) => {
      const text = await readFile(wrap, 'utf8');
      const uri = await client.open(wrap, 'itk-wrap', text);
      const hints = async () =>
        (
          (await connection.sendRequest(InlayHintRequest.type, {
            textDocument: { uri },
            range: { start: { line: 0, character: 0 }, end: { line: 50, character: 0 } },
          })) ?? []
        ).map(({ label }) => String(label as string));
      await askUntil(
        hints,
        (labels) => labels.some((label) => /^[1-9]\d* ×$/.test(label)),
        'counts are shown',
      );
      const line = text.split('\n').findIndex((one) => /itk_wrap_(?:image_filter|template)/.test(one));
      const character = text.split('\n')[line]!.length;
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: 2 },
        contentChanges: [
          {
            range: { start: { line, character: 0 }, end: { line, character } },
            text: 'itk_wrap_template("X" "float")',
          },
        ],
      });
      await askUntil(hints, (labels) => labels.includes('1 ×'), 'the edit is counted');
    })).timeout(60_000);

  it('leads from generated code to its source, from a header to its .wrap, and on to the generated source', () =>
    withClient(async (client, connection) => {
      const built = await client.until('the build is read', () =>
        client.view?.types.find(({ name }) => name === 'itkAbsImageFilter'),
      );
      const cxx = URI.parse(built.cxx).fsPath;
      const text = await readFile(cxx, 'utf8');
      const lines = text.split('\n');
      await client.open(cxx, 'cpp', text);
      const at = (uri: string, line: number, character: number) => ({
        textDocument: { uri },
        position: { line, character },
      });
      const targets = async (line: number, character: number) =>
        (
          (await connection.sendRequest(
            DefinitionRequest.type,
            at(built.cxx, line, character),
          )) as LocationLink[]
        ).map(({ targetUri, targetRange }) => `${path.basename(targetUri)}:${targetRange.start.line + 1}`);
      const line = lines.findIndex((one) => one.includes('itkAbsImageFilterIF2IF2'));
      // The first line of the class, until an evaluation knows which of its commands made it.
      const made = await askUntil(
        () => targets(line, lines[line]!.indexOf('itkAbs')),
        ([first]) => /^itkAbsImageFilter\.wrap:[23]$/.test(first ?? ''),
        'the command that made the alias',
      );
      assert.match(made[1]!, /^itkAbsImageFilter\.h:/);
      const include = lines.findIndex((one) => one.includes('#include "itkAbsImageFilter.h"'));
      assert.deepEqual(await targets(include, 14), ['itkAbsImageFilter.h:1']);
      const links = await connection.sendRequest(DocumentLinkRequest.type, {
        textDocument: { uri: built.cxx },
      });
      assert.ok(links?.some(({ target }) => target?.endsWith('/include/itkAbsImageFilter.h')));

      const header = pathToFileURL(
        path.join(sample.source, 'Modules/Filtering/ImageIntensity/include/itkAbsImageFilter.h'),
      ).toString();
      const [wrapped] = (await connection.sendRequest(
        ImplementationRequest.type,
        at(header, 0, 0),
      )) as Location[];
      assert.equal(wrapped?.uri, built.wrap);
      const [generated] = (await connection.sendRequest(
        ImplementationRequest.type,
        at(built.wrap!, 0, 20),
      )) as Location[];
      assert.equal(generated?.uri, built.cxx);
      assert.match(lines[generated.range.start.line]!, /itkAbsImageFilter/);
    })).timeout(60_000);

  it('knows the files of a build by the open names if its source is open through a symbolic link', async () => {
    const link = path.join(path.dirname(sample.source), 'link');
    await symlink(sample.source, link);
    const client = await LspClient.start(
      link,
      { ITK_WRAP_CACHE: sample.store },
      { buildDirectory: sample.build },
    );
    try {
      const file = path.join(link, path.relative(sample.source, wrap));
      const uri = await client.open(file, 'itk-wrap', 'itk_wrap_class("itk::AbsImageFilter" POINTER)\n');
      const diagnostics = await client.until('a diagnostic', () => {
        const found = client.diagnosticsOf(uri);
        return found.some(({ code }) => code === 'unclosed-class') && found;
      });
      assert.ok(diagnostics.every(({ code }) => code !== 'configure-needed'));
      const type = await client.until('the build is read', () =>
        client.view?.types.find(({ name }) => name === 'itkAbsImageFilter'),
      );
      assert.equal(type.wrap, uri);
      const references = await askUntil(
        () =>
          client.connection.sendRequest(ReferencesRequest.type, {
            textDocument: { uri },
            position: { line: 0, character: 3 },
            context: { includeDeclaration: true },
          }) as Promise<Location[]>,
        (answer) => answer.length > 5,
        'references',
      );
      assert.ok(references.every((one) => one.uri.startsWith(pathToFileURL(link).toString())));
      assert.equal(new Set(references.map((one) => JSON.stringify(one))).size, references.length);
    } finally {
      await client.stop();
    }
  }).timeout(60_000);

  it('answers in UTF-8 positions if the client asks for them', () =>
    withClient(
      async (client, connection) => {
        assert.equal(client.initialized?.capabilities.positionEncoding, 'utf-8');
        // é has two bytes in UTF-8, and 𝄞 has four.
        const uri = await client.open(wrap, 'itk-wrap', 'set(é𝄞 1)\nf("é𝄞${WRAP}")\nset(WRAP 1)\n');
        const place = { textDocument: { uri }, position: { line: 1, character: 11 } };
        const [link] = (await connection.sendRequest(DefinitionRequest.type, place)) as LocationLink[];
        assert.deepEqual(link?.originSelectionRange?.start, { line: 1, character: 11 });
        assert.deepEqual(link?.targetRange.start, { line: 2, character: 4 });
        await connection.sendNotification(DidChangeTextDocumentNotification.type, {
          textDocument: { uri, version: 2 },
          contentChanges: [
            { range: { start: { line: 1, character: 3 }, end: { line: 1, character: 9 } }, text: '' },
          ],
        });
        const shifted = { textDocument: { uri }, position: { line: 1, character: 6 } };
        const renamed = await connection.sendRequest(PrepareRenameRequest.type, shifted);
        assert.equal((renamed as { placeholder: string }).placeholder, 'WRAP');
        assert.deepEqual((renamed as { range: { start: unknown } }).range.start, { line: 1, character: 5 });
      },
      { capabilities: { general: { positionEncodings: ['utf-8', 'utf-16'] } } },
    )).timeout(60_000);

  it('lets a client pull, holds its workspace request while nothing changes, and pushes nothing', () =>
    withClient(
      async (client, connection) => {
        assert.ok(client.initialized?.capabilities.diagnosticProvider);
        const uri = await client.open(
          lists,
          'cmake',
          'itk_wrap_module(ITKCommon)\nset(WRAPPING_SUBMODULE_ORDER itkSize)\nitk_auto_load_submodules()\nitk_end_wrap_module()\n',
        );
        const ask = () =>
          connection.sendRequest(DocumentDiagnosticRequest.type, {
            textDocument: { uri },
          }) as Promise<FullDocumentDiagnosticReport>;
        const report = await askUntil(ask, ({ items }) => items.length > 0, 'the mistake');
        assert.equal(report.items[0]?.code, 'misspelt-order');
        const again = await connection.sendRequest(DocumentDiagnosticRequest.type, {
          textDocument: { uri },
          previousResultId: report.resultId,
        });
        assert.equal(again.kind, 'unchanged');
        const whole = await connection.sendRequest(WorkspaceDiagnosticRequest.type, {
          previousResultIds: [],
        });
        assert.ok(
          whole.items.some((item) => item.uri === uri && item.kind === 'full' && item.items.length > 0),
        );
        let answered = false;
        const held = connection
          .sendRequest(WorkspaceDiagnosticRequest.type, {
            previousResultIds: whole.items.map((item) => ({ uri: item.uri, value: item.resultId ?? '' })),
          })
          .then((answer) => {
            answered = true;
            return answer;
          });
        await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
        assert.equal(answered, false, 'nothing changed yet');
        await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
        await client.open(
          lists,
          'cmake',
          'itk_wrap_module(ITKCommon)\nset(WRAPPER_SUBMODULE_ORDER itkSize)\nitk_auto_load_submodules()\nitk_end_wrap_module()\n',
        );
        assert.ok(
          (await held).items.some(
            (item) => item.uri === uri && item.kind === 'full' && item.items.length === 0,
          ),
        );
        assert.deepEqual(client.diagnosticsOf(uri), []);
      },
      { capabilities: { textDocument: { diagnostic: {} } } },
    )).timeout(60_000);

  it('sends a long answer in parts if the client asks for that', () =>
    withClient(async (client, connection) => {
      const text = 'itk_wrap_include("itkImage.h")\n'.repeat(450);
      const uri = await client.open(wrap, 'itk-wrap', text);
      const ask = (partialResultToken?: string) =>
        connection.sendRequest(ReferencesRequest.type, {
          textDocument: { uri },
          position: { line: 0, character: 3 },
          context: { includeDeclaration: true },
          partialResultToken,
        });
      await askUntil(ask, (answer) => (answer ?? []).length > 450, 'references');
      const parts: unknown[][] = [];
      connection.onProgress(new ProgressType<unknown[]>(), 'parts', (part) => void parts.push(part));
      // The index may still grow, so the answers before and after the parts must be the same.
      await askUntil(
        async () => {
          parts.length = 0;
          const before = await ask();
          assert.deepEqual(await ask('parts'), []);
          return [before, await ask()];
        },
        ([before, after]) => JSON.stringify(before) === JSON.stringify(after),
        'an index that is complete',
      );
      assert.deepEqual(parts.flat(), await ask());
      assert.ok(parts.length > 1 && parts.every(({ length }) => length <= 200));
    })).timeout(60_000);

  it('traces its requests if the client asks, and answers nonsense with nothing', () =>
    withClient(async (client, connection) => {
      const traces: string[] = [];
      connection.onNotification(
        '$/logTrace',
        ({ message }: { message: string }) => void traces.push(message),
      );
      await connection.sendNotification(SetTraceNotification.type, { value: 'messages' });
      const uri = await client.open(wrap, 'itk-wrap', '');
      const nowhere = { textDocument: { uri }, position: { line: 99, character: 99 } };
      assert.deepEqual(await connection.sendRequest(DefinitionRequest.type, nowhere), []);
      const gone = { textDocument: { uri: 'file:///nowhere/x.wrap' }, position: { line: 0, character: 0 } };
      assert.deepEqual(await connection.sendRequest(DefinitionRequest.type, gone), []);
      await client.until('the trace', () =>
        traces.some((message) => /^textDocument\/definition: [\d.]+ ms/.test(message)),
      );
    })).timeout(60_000);
});
