// Has the API that CMake Tools publishes (vscode-cmake-tools, version 1), as far as a build directory is concerned. What a
// person does in CMake Tools, a scene does by the command below.
const path = require('node:path');
const vscode = require('vscode');

exports.activate = (context) => {
  const projects = new vscode.EventEmitter();
  const configurations = new vscode.EventEmitter();
  const codeModels = new vscode.EventEmitter();
  let name = 'build';
  context.subscriptions.push(
    projects,
    configurations,
    codeModels,
    vscode.commands.registerCommand('standIn.useBuild', (other) => {
      name = other;
      configurations.fire('configurePreset');
    }),
  );
  const project = (folder) => ({
    onSelectedConfigurationChanged: configurations.event,
    onCodeModelChanged: codeModels.event,
    getBuildDirectory: () => Promise.resolve(name && path.join(folder.fsPath, name)),
  });
  const known = new Map();
  const api = (version) => ({
    version,
    onActiveProjectChanged: projects.event,
    getProject(folder) {
      if (!known.has(folder.fsPath)) known.set(folder.fsPath, project(folder));
      return Promise.resolve(known.get(folder.fsPath));
    },
  });
  return { getApi: api };
};
