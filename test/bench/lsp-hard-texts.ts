// Unusual texts that must not delay the server: part of `npm run bench:lsp`.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver-protocol/node';
import { type Encoding, ENCODINGS, startServer } from './lsp-methods';

/** The texts by name. */
export const HARD_TEXTS: Record<string, string> = {
  '1,000 nested macros':
    Array.from({ length: 1000 }, (_, n) => `macro(m${n} x)\n`).join('') + 'endmacro()\n'.repeat(1000),
  '400 nested macros':
    Array.from({ length: 400 }, (_, n) => `macro(m${n} x)\n`).join('') + 'endmacro()\n'.repeat(400),
  'a line of 1 MB': `set(x ${'a;b '.repeat(250_000)})\n`,
  'a line of 200,000 references': `set(x ${'${a}'.repeat(200_000)})\n`,
  '20,000 classes': Array.from(
    { length: 20_000 },
    (_, n) => `itk_wrap_class("itk::C${n}")\n  itk_wrap_template("\${ITKM_F}"   "F")\nitk_end_wrap_class()\n`,
  ).join('\n'),
};

/** The milliseconds of each request on a text. The first request after opening it includes the parser. */
export interface HardText {
  text: string;
  encoding: Encoding;
  /** The seconds of processor time that the server needed for all requests. 0 if /proc has none. */
  processor: number;
  times: Record<'documentSymbol' | 'formatting' | 'semanticTokens' | 'foldingRange', number>;
}

/** Opens each text in servers of both encodings, and sends the requests that clients send first. */
export async function hardTextTimes(): Promise<HardText[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'itk-wrapping-bench-'));
  const results: HardText[] = [];
  try {
    for (const encoding of ENCODINGS) {
      const client = await startServer(folder, {}, { ITK_WRAP_CACHE: path.join(folder, 'store') }, encoding);
      const { connection } = client;
      const timed = async (ask: () => Promise<unknown>): Promise<number> => {
        const start = performance.now();
        await ask();
        return performance.now() - start;
      };
      try {
        for (const [n, [text, content]] of Object.entries(HARD_TEXTS).entries()) {
          const uri = await client.open(path.join(folder, `itkHard${n}.wrap`), 'itk-wrap', content);
          const before = processorTime(client.pid);
          const asked = { textDocument: { uri } };
          const options = { tabSize: 2, insertSpaces: true };
          const times = {
            documentSymbol: await timed(() => connection.sendRequest(DocumentSymbolRequest.type, asked)),
            formatting: await timed(() =>
              connection.sendRequest(DocumentFormattingRequest.type, { ...asked, options }),
            ),
            semanticTokens: await timed(() => connection.sendRequest(SemanticTokensRequest.type, asked)),
            foldingRange: await timed(() => connection.sendRequest(FoldingRangeRequest.type, asked)),
          };
          results.push({ text, encoding, processor: processorTime(client.pid) - before, times });
        }
      } finally {
        await client.stop();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return results;
}

/** The seconds of processor time of a process and all its threads so far. */
function processorTime(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  // The unit is a hundredth of a second on every Linux that runs Node.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
