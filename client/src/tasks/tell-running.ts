import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { RunningWork } from '../../../server/src/graph/pipeline-facts';
import { methods } from '../../../server/src/shared/protocol';
import type { PipelineModel } from '../pipeline-model';
import { runningWork } from './running-work';
import { readDefinition } from './task-definition';

/**
 * Tells the server which runs are active, so that the graph can show them. A run may come from a button, the palette or
 * tasks.json.
 */
export function tellRunning(client: LanguageClient, model: PipelineModel): void {
  const running = vscode.tasks.taskExecutions.flatMap(({ task: { definition } }): RunningWork[] => {
    const task = readDefinition(definition);
    if (!task) return [];
    const open = vscode.window.activeTextEditor?.document.uri;
    return runningWork(task, model, open && model.typeOfUri(open)?.name);
  });
  void client.sendNotification(methods.running, running);
}
