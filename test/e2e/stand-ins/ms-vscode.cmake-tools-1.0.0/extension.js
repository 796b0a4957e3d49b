// Implements the part of CMake Tools' published API (vscode-cmake-tools, version 1) that concerns build directories. The
// command below replaces what a user does in CMake Tools.
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
