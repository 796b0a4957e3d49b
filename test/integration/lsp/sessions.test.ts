import assert from 'node:assert/strict';
import {
  DefinitionRequest,
  DocumentSymbolRequest,
  HoverRequest,
  ReferencesRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { type DiagnosticsMode, Editor } from '../../support/editor';
import { randomNumbers, seedOf } from '../../support/random';
import { RandomSession } from '../../support/random-session';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/**
 * The number of edits in a session. Thousands of edits, started by hand, find what a short session does not. A session that
 * fails is not reduced, because each attempt would start servers and take minutes.
 */
const EDITS = Number(process.env.ITK_WRAPPING_SESSION_EDITS ?? 80);
const BATCH = Number(process.env.ITK_WRAPPING_SESSION_BATCH ?? 40);
const SEED = seedOf('ITK_WRAPPING_SESSION_SEED');
const QUERIES = ['', 'Image', 'sets_it', 'ITK', 'itkNew'];

describe('long sessions of the language server', () => {
  let sample: SampleCopy;
  const editors: Editor[] = [];
  const start = async (mode: DiagnosticsMode): Promise<Editor> => {
    const editor = await Editor.start(sample.source, mode, { ITK_WRAP_CACHE: sample.store });
    editors.push(editor);
    return editor;
  };
  before(async function () {
    this.timeout(240_000);
    sample = await sampleCopy();
  });
  after(async () => {
    for (const editor of editors) await editor.stop();
    await sample?.remove();
  });

  it(`give the same answers as a new server, after ${EDITS} random edits (seed ${SEED})`, async function () {
    this.timeout(process.env.ITK_WRAPPING_SESSION_EDITS ? 0 : 300_000);
    const random = randomNumbers(SEED);
    const long = [await start('push'), await start('pull')];
    const session = new RandomSession(sample.source, sample.build, random, long);
    for (let edits = 0; edits < EDITS; edits += BATCH) {
      const from = session.log.length;
      for (let n = 0; n < BATCH; n++) {
        await session.step();
        // An editor requests answers all the time. Those in between may be outdated a moment later.
        if (random(20) === 0) for (const editor of long) await editor.catchUp();
      }
      const fresh = await start(random(2) === 0 ? 'push' : 'pull');
      const texts = session.openTexts();
      for (const [file, text] of texts) await fresh.open(file, text);
      const places = placesIn(texts, random);
      const expected = await answersOf(fresh, places);
      for (const editor of long) {
        const found = await answersOf(editor, places);
        const differing = Object.keys({ ...expected, ...found }).filter(
          (key) => found[key] !== expected[key],
        );
        assert.deepEqual(
          differing,
          [],
          `Seed ${SEED}, ${editor.mode} against a new server with ${fresh.mode}, after ${edits + BATCH} edits.\n` +
            differing.map((key) => `${key}\n${differenceOf(found[key], expected[key])}\n`).join('') +
            `The last edits:\n${session.log.slice(from).join('\n')}\n`,
        );
      }
      await fresh.stop();
      editors.splice(editors.indexOf(fresh), 1);
      if (EDITS > 1000) console.log(`${edits + BATCH} edits, ${texts.length} files open`);
    }
  });
});

/** Long enough to distinguish files. */
const nameOf = (file: string): string => file.split('/').slice(-3).join('/');

type Place = { file: string; position: { line: number; character: number } };

/** A few positions in each of the texts. */
function placesIn(
  texts: readonly [file: string, text: string][],
  random: (below: number) => number,
): Place[] {
  return texts.flatMap(([file, text]) => {
    const document = TextDocument.create(file, 'cmake', 1, text);
    return Array.from({ length: 4 }, () => ({
      file,
      position: document.positionAt(random(text.length + 1)),
    }));
  });
}

/** Both texts, from shortly before the first difference. */
function differenceOf(found = '', expected = ''): string {
  let at = 0;
  while (at < found.length && found[at] === expected[at]) at++;
  const from = Math.max(0, at - 200);
  return `  found    ${found.slice(from, at + 500)}\n  expected ${expected.slice(from, at + 500)}`;
}

/** What a server shows and answers once it is idle, each as JSON under its own name. */
async function answersOf(editor: Editor, places: readonly Place[]): Promise<Record<string, string>> {
  await editor.settle();
  const { connection } = editor;
  const answers: Record<string, string> = {};
  const { documents, diagnostics } = editor.screen();
  for (const [uri, shown] of Object.entries(documents)) {
    for (const [kind, value] of Object.entries(shown as object))
      answers[`${kind} of ${nameOf(uri)}`] = JSON.stringify(value);
    answers[`symbols of ${nameOf(uri)}`] = JSON.stringify(
      await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } }),
    );
  }
  for (const [uri, found] of Object.entries(diagnostics))
    answers[`diagnostics of ${nameOf(uri)}`] = JSON.stringify(found);
  for (const query of QUERIES)
    answers[`workspace symbols "${query}"`] = JSON.stringify(
      await connection.sendRequest(WorkspaceSymbolRequest.type, { query }),
    );
  for (const { file, position } of places) {
    const at = { textDocument: { uri: URI.file(file).toString() }, position };
    const place = `${nameOf(file)}:${position.line}:${position.character}`;
    answers[`hover at ${place}`] = JSON.stringify(await connection.sendRequest(HoverRequest.type, at));
    answers[`definition at ${place}`] = JSON.stringify(
      await connection.sendRequest(DefinitionRequest.type, at),
    );
    answers[`references at ${place}`] = JSON.stringify(
      await connection.sendRequest(ReferencesRequest.type, {
        ...at,
        context: { includeDeclaration: true },
      }),
    );
  }
  return answers;
}
