// Measures the language server on a real ITK, over a pipe as in an editor: `npm run bench:lsp`. ITK_WRAPPING_ITK_SOURCE and
// ITK_WRAPPING_ITK_BUILD name the ITK. The default is that of `npm run test:itk`. `-- start`, `-- methods` and `-- hard` run
// only a part: from the start to the first answers, each method in both position encodings, and texts that must not delay
// the server.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { URI } from 'vscode-uri';
import {
  CompletionRequest,
  CodeLensRequest,
  DidChangeTextDocumentNotification,
  DocumentSymbolRequest,
  InlayHintRequest,
  HoverRequest,
  type MarkupContent,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { LspClient } from '../support/lsp-client';
import { hardTextTimes } from './lsp-hard-texts';
import { ENCODINGS, methodTimes } from './lsp-methods';

const itk = path.join(homedir(), '.cache/itk-wrapping-dev/itk-5.2.1');
const source = process.env.ITK_WRAPPING_ITK_SOURCE ?? path.join(itk, 'src');
const build = process.env.ITK_WRAPPING_ITK_BUILD ?? path.join(itk, 'build');
const ROUNDS = 200;

const rows: [what: string, measured: string, aim: string][] = [];
const since = (start: number): number => performance.now() - start;
const ms = (value: number): string =>
  value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(1)} ms`;

function percentile(values: number[], share: number): number {
  return (
    [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
  );
}

async function times(work: (round: number) => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await work(round);
    found.push(since(start));
  }
  return found;
}

/** The resident memory of a process in MB. 0 if /proc has none. */
function memoryOf(pid: number): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return 0;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024;
}

/** How long a client that pulls diagnostics waits for those of all files once they are indexed, in milliseconds. */
async function wholeWorkspace(wrap: string, text: string): Promise<number> {
  const store = await mkdtemp(path.join(tmpdir(), 'itk-wrapping-bench-'));
  const client = await LspClient.start(
    source,
    { ITK_WRAP_CACHE: store },
    { buildDirectory: build, evaluation: { enabled: false } },
    { capabilities: { textDocument: { diagnostic: {} } } },
  );
  try {
    // The server holds its answer until there is something to report.
    await client.open(wrap, 'itk-wrap', `${text}\nitk_end_wrap_class()\n`);
    await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'itkAbs' });
    const start = performance.now();
    const { items } = await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
      previousResultIds: [],
    });
    if (items.length === 0) throw new Error('The mistake was not found.');
    return since(start);
  } finally {
    await client.stop();
    await rm(store, { recursive: true, force: true });
  }
}

async function fromTheStart(): Promise<void> {
  const store = await mkdtemp(path.join(tmpdir(), 'itk-wrapping-bench-'));
  const wrap = path.join(source, 'Modules/Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap');
  const text = readFileSync(wrap, 'utf8');
  const start = performance.now();
  // To see where the time goes, set this to a folder for V8's profiles.
  const profiles = process.env.ITK_WRAPPING_PROFILES;
  const execArgv = profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [];
  const completion = {
    completionItem: { snippetSupport: true },
    completionList: { itemDefaults: ['editRange'] },
  };
  const client = await LspClient.start(
    source,
    { ITK_WRAP_CACHE: store },
    { buildDirectory: build },
    { capabilities: { textDocument: { completion } }, execArgv },
  );
  const { connection } = client;
  try {
    const uri = await client.open(wrap, 'itk-wrap', text);
    await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    rows.push(['editing usable', ms(since(start)), '500 ms']);
    const hover = async (line: number, character: number): Promise<string> => {
      const answer = await connection.sendRequest(HoverRequest.type, {
        textDocument: { uri },
        position: { line, character },
      });
      return (answer?.contents as MarkupContent | undefined)?.value ?? '';
    };
    while (!/\*\*(?:HIT|MISS|UNVERIFIED)/.test(await hover(0, 20))) await delay(10);
    rows.push(['first hover with a state', ms(since(start)), '3 s']);
    await connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'itkAbs' });
    rows.push(['workspace indexed', ms(since(start)), '–']);
    const whole = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
    const counted = async (): Promise<boolean> => {
      const hints = await connection.sendRequest(InlayHintRequest.type, {
        textDocument: { uri },
        range: whole,
      });
      // Before the evaluation, the count of the whole class is on its first line.
      return (hints ?? []).some(
        ({ label, position }) => (label as string).endsWith('×') && position.line > 0,
      );
    };
    while (!(await counted())) await delay(50);
    rows.push(['evaluated: counts and values are shown', ms(since(start)), '–']);
    await client.until('the server to be quiet', () => client.isQuiet(1000), 120_000);

    const lines = text.split('\n');
    const character = lines[1]?.indexOf('${') ?? 0;
    const places = lines.flatMap((line, n) =>
      [...line.matchAll(/\w+/g)].map(({ index }): [number, number] => [n, index]),
    );
    rows.push([
      'hover, 95 of 100',
      ms(percentile(await times((round) => hover(...places[round % places.length]!)), 0.95)),
      '20 ms',
    ]);
    rows.push([
      'code lens, 95 of 100',
      ms(
        percentile(
          await times(() => connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })),
          0.95,
        ),
      ),
      '–',
    ]);
    const complete = (line: number, at: number) =>
      connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri },
        position: { line, character: at },
      });
    rows.push([
      'completion of variables, 95 of 100',
      ms(percentile(await times(() => complete(1, character + 2)), 0.95)),
      '20 ms',
    ]);
    rows.push([
      'completion of classes, 95 of 100',
      ms(percentile(await times(() => complete(0, 20)), 0.95)),
      '20 ms',
    ]);
    rows.push([
      'completion of commands, 95 of 100',
      ms(percentile(await times(() => complete(1, 0)), 0.95)),
      '20 ms',
    ]);

    const published: number[] = [];
    for (let round = 0; round < 20; round++) {
      const wrong = round % 2 === 0;
      const begin = performance.now();
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: round + 2 },
        contentChanges: [{ text: wrong ? `${text}\nitk_end_wrap_class()\n` : text }],
      });
      for (
        const mistake = () => client.diagnosticsOf(uri).some(({ code }) => code === 'end-without-class');
        mistake() !== wrong;
      )
        await delay(1);
      published.push(since(begin));
    }
    rows.push(['diagnostics after a keystroke, 95 of 100', ms(percentile(published, 0.95)), '100 ms']);
    rows.push(['memory, evaluated', `${memoryOf(client.pid).toFixed(0)} MB`, '450 MB']);
  } finally {
    await client.stop();
    await rm(store, { recursive: true, force: true });
  }
  rows.push(['diagnostics of the whole workspace, asked for', ms(await wholeWorkspace(wrap, text)), '5 s']);
  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, measured, aim] of rows)
    console.log(`${what.padEnd(width)}  ${measured.padStart(10)}  (aim: ${aim})`);
}

async function eachMethod(): Promise<void> {
  const store = await mkdtemp(path.join(tmpdir(), 'itk-wrapping-bench-'));
  try {
    const times = await methodTimes(source, { buildDirectory: build }, { ITK_WRAP_CACHE: store });
    console.log(
      `\n${'ms: p50 / p95 / maximum'.padEnd(24)}${ENCODINGS.map((one) => one.padStart(24)).join('')}   ratio of p50, p95`,
    );
    for (const [method, found] of times) {
      const of = (share: number) => ENCODINGS.map((encoding) => percentile(found[encoding], share));
      const columns = ENCODINGS.map((encoding) =>
        [0.5, 0.95, 1]
          .map((share) => percentile(found[encoding], share).toFixed(1))
          .join(' / ')
          .padStart(24),
      );
      const ratio = ([a = 0, b = 0]: number[]): string => (a / b).toFixed(2);
      console.log(`${method.padEnd(24)}${columns.join('')}   ${ratio(of(0.5))}, ${ratio(of(0.95))}`);
    }
  } finally {
    await rm(store, { recursive: true, force: true });
  }
}

async function hardTexts(): Promise<void> {
  console.log('\nTexts that must not hold anybody up, each answer (aim: 2 s)');
  for (const { text, encoding, processor, times } of await hardTextTimes())
    console.log(
      `${text.padEnd(32)}${encoding.padEnd(8)}${processor.toFixed(1)} s of processor time: ${Object.entries(
        times,
      )
        .map(([method, time]) => `${method} ${ms(time)}`)
        .join(', ')}`,
    );
}

async function main(): Promise<void> {
  const parts = { start: fromTheStart, methods: eachMethod, hard: hardTexts };
  const chosen = process.argv.slice(2);
  for (const [name, part] of Object.entries(parts))
    if (chosen.length === 0 || chosen.includes(name)) await part();
  console.log(`\n${URI.file(source).fsPath}, Node ${process.version}`);
}

void main();
