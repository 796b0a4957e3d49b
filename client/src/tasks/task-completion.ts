import * as vscode from 'vscode';
import type { PipelineModel } from '../pipeline-model';
import { wantedName } from './task-names';
import { nameCompletion } from '../ui/annotations';

const TASK_FILES = [
  { scheme: 'file', pattern: '**/.vscode/tasks.json' },
  { scheme: 'file', pattern: '**/*.code-workspace' },
];

/** Completes the names of types and modules in tasks.json. The JSON schema of the tasks cannot know them. */
export function completeTaskNames(model: PipelineModel): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    TASK_FILES,
    {
      provideCompletionItems(document, position) {
        if (model.situation !== 'ready') return [];
        const wanted = wantedName(document.getText(), document.offsetAt(position));
        if (!wanted) return [];
        const { kind, present } = wanted;
        const range =
          present &&
          new vscode.Range(
            document.positionAt(present.offset),
            document.positionAt(present.offset + present.length),
          );
        const known =
          kind === 'type'
            ? model.allTypes().map(({ name, module }) => [name, module] as const)
            : model.allModules().map(({ name, stateLabel }) => [name, stateLabel] as const);
        const { Class, Module } = vscode.CompletionItemKind;
        return known.map(([name, description]) =>
          nameCompletion(name, description, kind === 'type' ? Class : Module, range),
        );
      },
    },
    '"',
  );
}
