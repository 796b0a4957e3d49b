// Measures each method of the language server in both position encodings: part of `npm run bench:lsp`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  type PositionEncodingKind,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { methods } from '../../server/src/shared/protocol';
import { LspClient } from '../support/lsp-client';
import { randomNumbers } from '../support/random';

/** The number of requests of each method in each encoding. */
const ROUNDS = 100;
const FILES = 40;
export const ENCODINGS = ['utf-8', 'utf-16'] as const satisfies readonly PositionEncodingKind[];
export type Encoding = (typeof ENCODINGS)[number];

/** The milliseconds of each request, by method. */
export type Times = Map<string, Record<Encoding, number[]>>;

interface OpenFile {
  uri: string;
  text: string;
  lines: string[];
  version: number;
}

interface Session {
  client: LspClient;
  files: OpenFile[];
}

/**
 * Opens the same files in two servers, one for each encoding, and sends both the same requests in turn. Other load on the
 * machine then slows both in the same way. The files are ITK's macros and `.wrap` files in `source`. Some are edited in
 * between.
 */
export async function methodTimes(source: string, settings: object, env: NodeJS.ProcessEnv): Promise<Times> {
  const paths = filesToOpen(source);
  const sessions = await Promise.all(
    ENCODINGS.map((encoding) => begin(source, settings, env, encoding, paths)),
  );
  try {
    const times: Times = new Map();
    const random = randomNumbers(1);
    for (let round = 0; round < ROUNDS; round++) {
      const file = random(paths.length);
      const place = random(1 << 30);
      for (const [method, ask] of Object.entries(METHODS)) {
        // The two servers take turns at being first.
        const order = round % 2 === 0 ? [0, 1] : [1, 0];
        for (const n of order) {
          const { client, files } = sessions[n]!;
          const start = performance.now();
          await ask(client, files[file]!, place, round);
          record(times, method, ENCODINGS[n]!, performance.now() - start);
        }
      }
    }
    return times;
  } finally {
    await Promise.all(sessions.map(({ client }) => client.stop()));
  }
}

/** Starts a server that uses an encoding and lets the client pull diagnostics. */
export async function startServer(
  folder: string,
  settings: object,
  env: NodeJS.ProcessEnv,
  encoding: Encoding,
): Promise<LspClient> {
  const capabilities = { general: { positionEncodings: [encoding] }, textDocument: { diagnostic: {} } };
  const client = await LspClient.start(folder, env, settings, { capabilities });
  const chosen = client.initialized?.capabilities.positionEncoding ?? 'utf-16';
  if (chosen !== encoding) throw new Error(`The server chose ${chosen}, not ${encoding}.`);
  return client;
}

async function begin(
  source: string,
  settings: object,
  env: NodeJS.ProcessEnv,
  encoding: Encoding,
  paths: readonly string[],
): Promise<Session> {
  const client = await startServer(source, settings, env, encoding);
  const files: OpenFile[] = [];
  for (const file of paths) {
    const text = readFileSync(file, 'utf8');
    const uri = await client.open(file, file.endsWith('.wrap') ? 'itk-wrap' : 'cmake', text);
    files.push({ uri, text, lines: text.split('\n'), version: 1 });
  }
  // The index and the evaluation are ready, so that only the work of a session is measured.
  await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'itkAbs' });
  await client.connection.sendRequest(methods.whenIdle);
  return { client, files };
}

function filesToOpen(source: string): string[] {
  const scripts = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.wrap$|Wrapping[\\/].*\.cmake$/.test(name))
    .sort()
    .map((name) => path.join(source, name));
  const step = Math.max(1, Math.floor(scripts.length / FILES));
  return scripts.filter((_, n) => n % step === 0).slice(0, FILES);
}

function record(times: Times, method: string, encoding: Encoding, ms: number): void {
  let found = times.get(method);
  if (!found) times.set(method, (found = { 'utf-8': [], 'utf-16': [] }));
  found[encoding].push(ms);
}

type Ask = (client: LspClient, file: OpenFile, place: number, round: number) => Promise<unknown>;

const document = ({ uri }: OpenFile) => ({ textDocument: { uri } });

/** A position in a word. The texts are ASCII, so it is the same in both encodings. */
function at(file: OpenFile, place: number) {
  const words = file.lines.flatMap((line, n) =>
    [...line.matchAll(/\w+/g)].map(({ index }) => ({ line: n, character: index + 1 })),
  );
  return {
    ...document(file),
    position: words[place % Math.max(1, words.length)] ?? { line: 0, character: 0 },
  };
}

const whole = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

const METHODS: Record<string, Ask> = {
  hover: ({ connection }, file, place) => connection.sendRequest(HoverRequest.type, at(file, place)),
  completion: ({ connection }, file, place) =>
    connection.sendRequest(CompletionRequest.type, at(file, place)),
  definition: ({ connection }, file, place) =>
    connection.sendRequest(DefinitionRequest.type, at(file, place)),
  references: ({ connection }, file, place) =>
    connection.sendRequest(ReferencesRequest.type, {
      ...at(file, place),
      context: { includeDeclaration: true },
    }),
  // A name that cannot be renamed is refused, which is an answer too.
  rename: ({ connection }, file, place) =>
    connection
      .sendRequest(RenameRequest.type, { ...at(file, place), newName: 'other_name' })
      .catch(() => null),
  signatureHelp: ({ connection }, file, place) =>
    connection.sendRequest(SignatureHelpRequest.type, at(file, place)),
  selectionRange: ({ connection }, file, place) => {
    const { textDocument, position } = at(file, place);
    return connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions: [position] });
  },
  formatting: ({ connection }, file) =>
    connection.sendRequest(DocumentFormattingRequest.type, {
      ...document(file),
      options: { tabSize: 2, insertSpaces: true },
    }),
  'semanticTokens/full': ({ connection }, file) =>
    connection.sendRequest(SemanticTokensRequest.type, document(file)),
  inlayHint: ({ connection }, file) =>
    connection.sendRequest(InlayHintRequest.type, { ...document(file), range: whole }),
  codeLens: ({ connection }, file) => connection.sendRequest(CodeLensRequest.type, document(file)),
  foldingRange: ({ connection }, file) => connection.sendRequest(FoldingRangeRequest.type, document(file)),
  documentSymbol: ({ connection }, file) =>
    connection.sendRequest(DocumentSymbolRequest.type, document(file)),
  'workspace/symbol': ({ connection }, _, place) =>
    connection.sendRequest(WorkspaceSymbolRequest.type, {
      query: ['Abs', 'image', 'itkVec', 'wrap_t'][place % 4]!,
    }),
  diagnostic: ({ connection }, file) =>
    connection.sendRequest(DocumentDiagnosticRequest.type, document(file)),
  'didChange → diagnostic': async ({ connection }, file, _, round) => {
    const text = round % 2 === 0 ? `${file.text}\nitk_end_wrap_class()\n` : file.text;
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: file.uri, version: ++file.version },
      contentChanges: [{ text }],
    });
    const answer = await connection.sendRequest(DocumentDiagnosticRequest.type, document(file));
    if (round % 2 === 0 && (answer.kind !== 'full' || answer.items.length === 0))
      throw new Error(`The mistake in ${file.uri} was not found.`);
  },
};
