import fs from 'node:fs';
import path from 'node:path';
import { lstatOrNull, namesOrNone, readRegularFile, removeQuietly, stagingName } from '../inputs/input-files';
import type { DriverRun } from './driver';
import type { IgeneratorRun } from './igenerator-arguments';
import type { IdxFile } from './names/known-names';

/*
 * One run of igenerator.py for some types of a module, in a private folder. It gets the same arguments as the module's own
 * run, apart from these: `--mdx` names two lists of ours, of which the first has the types and the second all other .idx
 * files, and all outputs are inside the folder. The module's name is the base name of the first list.
 */

/** The name of the list of the other .idx files. A run pauses before it reads this file. */
const KNOWN = 'known.mdx';

/** A file that a run wrote. */
export interface Written {
  /** Which folder of the command it is for. `module`: it belongs to the module as a whole. */
  place: 'interface' | 'pkl' | 'module';
  /** Its name in that folder. */
  name: string;
  content: Buffer;
}

export class StagedRun {
  readonly folder: string;
  #known: readonly string[] = [];

  constructor(
    private readonly run: IgeneratorRun,
    readonly types: readonly string[],
  ) {
    this.folder = path.join(run.interfaceDir, stagingName(types[0] ?? ''));
  }

  /** Throws the system's error. */
  create(): void {
    for (const name of ['', 'interface', 'known', 'pkl', 'pyi'])
      fs.mkdirSync(this.#in(name), { recursive: true });
    fs.writeFileSync(this.#list, this.types.map((name) => `${name}.idx\n`).join(''));
  }

  /** Writes the .idx files of other types, in the order in which igenerator reads them. */
  provide(known: readonly IdxFile[]): void {
    this.#known = known.map(({ file }) => file);
    const names = this.#known.map((file) => path.basename(file));
    known.forEach(({ lines }, i) => {
      fs.writeFileSync(this.#in(`known/${names[i]}`), lines.map(({ text }) => `${text}\n`).join(''));
    });
    fs.writeFileSync(this.#in(`known/${KNOWN}`), names.map((name) => `${name}\n`).join(''));
  }

  /** The arguments of the script. */
  get args(): string[] {
    const { run, types } = this;
    const pkl = this.#in('pkl');
    return [
      ...['--mdx', this.#list, '--mdx', this.#in(`known/${KNOWN}`)],
      ...run.rest,
      ...['--snake-case-file', this.#in('snake_case.py'), '--interface-output-dir', this.#in('interface')],
      ...['--library-output-dir', run.libraryDir, '--submodule-order', types.join(';')],
      ...(run.listsIndexFiles
        ? ['--pyi_index_list', types.map((name) => path.join(pkl, `${name}.index.txt`)).join(';')]
        : []),
      ...(run.pyiDir === null ? [] : ['--pyi_dir', this.#in('pyi')]),
      ...(run.pklDir === null ? [] : ['--pkl_dir', pkl]),
      ...(run.stamp === null ? [] : ['--pkl_stamp', this.#in('stamp')]),
    ];
  }

  /** The request for the driver. */
  request({ places = false } = {}): DriverRun {
    const [stdout, stderr, trace] = ['stdout', 'stderr', 'trace'].map((name) => this.#in(name));
    return {
      args: this.args,
      stdout: stdout!,
      stderr: stderr!,
      trace: trace!,
      pauseAt: `/known/${KNOWN}`,
      places,
    };
  }

  /** The content of the .idx file of a type. Null if it is not written yet. */
  idx(type: string): Buffer | null {
    return readRegularFile(this.#in(`interface/${type}.idx`))?.bytes ?? null;
  }

  /** What the run printed. Paths of the private folder become those of the command. */
  messages(): { stdout: Buffer; stderr: Buffer } {
    return { stdout: this.#translated('stdout'), stderr: this.#translated('stderr') };
  }

  /** What the run read, as the driver recorded it. Null if it was killed. */
  trace(): unknown {
    const text = readRegularFile(this.#in('trace'))?.bytes.toString('utf8');
    return text === undefined ? null : JSON.parse(text);
  }

  /** Everything that the run wrote. Null if it wrote something else than igenerator does. */
  written(): Written[] | null {
    const files: Written[] = [];
    const add = (place: Written['place'], name: string, file: string): void => {
      const content = readRegularFile(file, undefined, { followLinks: false });
      if (!content) throw new Error(`${file} cannot be read`);
      files.push({ place, name, content: content.bytes });
    };
    for (const place of ['interface', 'pkl'] as const)
      for (const name of fs.readdirSync(this.#in(place)).sort())
        if (this.#in(`${place}/${name}`) !== this.#list) add(place, name, this.#in(`${place}/${name}`));
    add('module', 'snake_case.py', this.#in('snake_case.py'));
    if (this.run.stamp !== null) add('module', 'stamp', this.#in('stamp'));
    const isKnown = ({ place, name }: Written): boolean =>
      place === 'module' || ownerOf(this.run, this.types, place, name) !== null;
    if (!files.every(isKnown) || fs.readdirSync(this.#in('pyi')).length > 0) return null;
    return files.map((file) => (file.name.endsWith('.index.txt') ? this.#relative(file) : file));
  }

  /** An index lists its pkl files by path. The paths become names, so that the content is the same everywhere. */
  #relative(file: Written): Written {
    const prefix = `${this.#in('pkl')}/`;
    const text = file.content.toString('utf8').replaceAll(prefix, '');
    return { ...file, content: Buffer.from(text) };
  }

  #translated(name: string): Buffer {
    const text = readRegularFile(this.#in(name))?.bytes ?? Buffer.alloc(0);
    if (!text.includes(this.folder)) return text;
    const places = [
      ...this.#known.map((file) => [this.#in(`known/${path.basename(file)}`), file]),
      [this.#in('interface'), this.run.interfaceDir],
      [this.#in('pkl'), this.run.pklPrefix],
    ] as [string, string][];
    const translated = places.reduce(
      (result, [from, to]) => result.replaceAll(latin1(from), latin1(to)),
      text.toString('latin1'),
    );
    return Buffer.from(translated, 'latin1');
  }

  remove(): void {
    removeQuietly(this.folder);
  }

  /** The list of the types. igenerator takes their .idx files from the folder that it is in. */
  get #list(): string {
    return this.#in(`interface/${this.run.module}.mdx`);
  }

  #in(name: string): string {
    return path.join(this.folder, name);
  }
}

/**
 * Removes what killed runs for a module have left: private folders, and stamps that were put aside. Only what nothing has
 * touched for an hour counts.
 */
export function removeAbandoned(run: IgeneratorRun, nowMs: number): void {
  const { interfaceDir, stamp } = run;
  const folders = run.types.map((type) => path.join(interfaceDir, `.${type}.`));
  const begins = [...folders, ...(stamp === null ? [] : [besideName(stamp)])];
  for (const folder of new Set(begins.map((name) => path.dirname(name))))
    for (const name of namesOrNone(folder)) {
      const file = path.join(folder, name);
      if (!name.endsWith('.tmp') || !begins.some((begin) => file.startsWith(begin))) continue;
      if ((lstatOrNull(file)?.mtimeMs ?? nowMs) < nowMs - ABANDONED_MS) removeQuietly(file);
    }
}

/** How the name of a file that is put aside begins. */
const besideName = (file: string): string => path.join(path.dirname(file), `.${path.basename(file)}.`);

const ABANDONED_MS = 3_600_000;

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

/** The type that a file of an output folder belongs to. Null if it is none of these types. */
export function ownerOf(
  run: IgeneratorRun,
  types: readonly string[],
  place: 'interface' | 'pkl',
  name: string,
): string | null {
  const [, type = ''] =
    place === 'interface'
      ? (/^([^.]+?)(?:\.i|\.idx|SwigInterface\.h)$/.exec(name) ?? [])
      : (/^(?:[^.]*\.)?([^.]+)\.(?:pkl|index\.txt)$/.exec(name) ?? []);
  return types.includes(type) && (place === 'interface' || run.pklDir !== null) ? type : null;
}
