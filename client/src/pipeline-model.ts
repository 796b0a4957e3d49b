import * as vscode from 'vscode';
import type {
  ModuleView,
  PipelineDelta,
  PipelineView,
  Situation,
  TypeView,
} from '../../server/src/shared/protocol';

const EMPTY: PipelineView = {
  situation: 'searching',
  message: '',
  build: null,
  modules: [],
  types: [],
  newTypes: [],
  leftovers: [],
  problems: [],
};

/** Names of what changed; `null` where everything did. */
export type ModelChange = { types: string[]; modules: string[] } | null;

/** What the modules and types of a build are called and where they lie: no states, which may be others by now. */
export type LastBuild = Pick<PipelineView, 'build' | 'modules' | 'types'>;

/** The last that the server said: the one source of every view. */
export class PipelineModel implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<ModelChange>();
  private current = EMPTY;
  private types = new Map<string, TypeView>();
  private modules = new Map<string, ModuleView>();
  private typeOfFile = new Map<string, string>();
  private readonly leftoversEmitter = new vscode.EventEmitter<void>();
  private recalled = false;
  readonly onDidChange = this.emitter.event;
  readonly onDidChangeLeftovers = this.leftoversEmitter.event;

  /** Takes what the server says. Its first word, that it is looking, does not wipe out what is recalled. */
  reset(view: PipelineView): void {
    if (this.recalled && view.situation === 'searching') return;
    this.recalled = false;
    this.take(view);
  }

  /** Shows the modules and types that this workspace had last, without states, until the server has read the build. */
  recall(last: LastBuild): void {
    this.recalled = true;
    this.take({ ...EMPTY, ...last, situation: 'ready' });
  }

  /** Whether what is shown is recalled: true of last time, and perhaps not of now. */
  get isRecalled(): boolean {
    return this.recalled;
  }

  private take(view: PipelineView): void {
    this.current = view;
    this.types = new Map(view.types.map((type) => [type.name, type]));
    this.typeOfFile = new Map(
      view.types.flatMap(({ name, wrap, cxx, inc, xml }) =>
        [wrap, cxx, inc, xml].flatMap((file) => (file === null ? [] : [[normal(file), name] as const])),
      ),
    );
    this.modules = new Map(view.modules.map((module) => [module.name, module]));
    this.emitter.fire(null);
  }

  apply(delta: PipelineDelta): void {
    for (const type of delta.types) this.types.set(type.name, type);
    for (const module of delta.modules) this.modules.set(module.name, module);
    const before = this.current.newTypes;
    const { newTypes, leftovers } = delta;
    if (newTypes !== null) this.current = { ...this.current, newTypes };
    if (leftovers !== null) {
      this.current = { ...this.current, leftovers };
      this.leftoversEmitter.fire();
    }
    const around = newTypes === null ? [] : [...before, ...newTypes].map(({ module }) => module);
    if (around.some((name) => !this.modules.has(name))) this.emitter.fire(null);
    else
      this.emitter.fire({
        types: delta.types.map(({ name }) => name),
        modules: [...new Set([...delta.modules.map(({ name }) => name), ...around])],
      });
  }

  /** What there is to work with now: recalled modules are only to look at. */
  get situation(): Situation {
    return this.recalled ? 'searching' : this.current.situation;
  }

  /** Everything but types and modules, which change by themselves: ask for these one by one. */
  get view(): Omit<PipelineView, 'types' | 'modules'> {
    return this.current;
  }

  allModules(): ModuleView[] {
    return [...this.modules.values()];
  }

  allTypes(): TypeView[] {
    return [...this.types.values()];
  }

  type(name: string): TypeView | undefined {
    return this.types.get(name);
  }

  module(name: string): ModuleView | undefined {
    return this.modules.get(name);
  }

  /** The types of a module in the order of the build. */
  typesOfModule(name: string): TypeView[] {
    return this.modules.get(name)?.types.flatMap((type) => this.types.get(type) ?? []) ?? [];
  }

  /** The type whose `.wrap`, `.cxx`, response file or XML this is. */
  typeOfUri(uri: vscode.Uri): TypeView | undefined {
    const name = this.typeOfFile.get(uri.toString());
    return name === undefined ? undefined : this.types.get(name);
  }

  dispose(): void {
    this.emitter.dispose();
    this.leftoversEmitter.dispose();
  }
}

/** What no one escapes: nearly every path, and the editor takes long to parse thousands of them. */
const plain = /^file:\/\/\/[\w./-]*$/;

/** A URI as the editor writes it: the server's may escape other characters. */
const normal = (uri: string): string => (plain.test(uri) ? uri : vscode.Uri.parse(uri).toString());
