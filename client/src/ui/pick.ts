import * as vscode from 'vscode';
import { oneLine } from '../../../server/src/shared/plain-text';

/*
 * Quick picks and input boxes. VS Code renders icons in the labels of a list and links in the prompt of a box, so all text
 * is escaped first.
 */

/** A row of a list. `value` is the result if it is picked. */
export interface Choice<T> {
  label: string;
  value: T;
  /** The name of an icon before the label. */
  icon?: string;
  description?: string;
  detail?: string;
  /** Whether it is picked initially, in a list that allows several. */
  picked?: boolean;
}

/** A heading between rows. */
export interface Heading {
  heading: string;
}

/** Options of a list. */
export interface PickOptions {
  title?: string;
  placeHolder: string;
  /** Whether typed text is also searched in descriptions and details. */
  matchAll?: boolean;
}

/** Asks for one row. Undefined if the user cancels. */
export async function pickOne<T>(
  rows: readonly (Choice<T> | Heading)[],
  options: PickOptions,
): Promise<T | undefined> {
  const items = rows.map(itemOf);
  const picked = await vscode.window.showQuickPick(items, optionsOf(options));
  return picked?.value;
}

/** Asks for any number of rows. Undefined if the user cancels. */
export async function pickMany<T>(
  rows: readonly Choice<T>[],
  options: PickOptions,
): Promise<T[] | undefined> {
  const picked = await vscode.window.showQuickPick(rows.map(itemOf), {
    ...optionsOf(options),
    canPickMany: true,
  });
  return picked?.flatMap(({ value }) => (value === undefined ? [] : [value]));
}

/**
 * Asks for one row of a list that `find` makes anew for each text that is typed. Undefined if the user cancels. An answer for
 * an older text is not shown.
 */
export async function pickAsTyped<T>(
  options: PickOptions & { value: string; find: (text: string) => Promise<(Choice<T> | Heading)[]> },
): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<Item<T>>();
  pick.title = oneLine(options.title ?? '');
  pick.placeholder = oneLine(options.placeHolder);
  pick.value = options.value;
  let asked = 0;
  const search = async (text: string): Promise<void> => {
    const turn = ++asked;
    pick.busy = true;
    const rows = await options.find(text);
    if (turn !== asked) return;
    // The rows were found for this text, so VS Code need not look for it in their labels.
    pick.items = rows.map((row) => ({ ...itemOf(row), alwaysShow: true }));
    pick.busy = false;
  };
  let picked: T | undefined;
  pick.onDidChangeValue((text) => void search(text));
  pick.onDidAccept(() => {
    picked = pick.selectedItems[0]?.value;
    pick.hide();
  });
  await new Promise<void>((resolve) => {
    pick.onDidHide(() => resolve());
    pick.show();
    void search(options.value);
  });
  asked++;
  pick.dispose();
  return picked;
}

type Item<T> = vscode.QuickPickItem & { value?: T };

function itemOf<T>(row: Choice<T> | Heading): Item<T> {
  if ('heading' in row) return { label: oneLine(row.heading), kind: vscode.QuickPickItemKind.Separator };
  const { label, value, icon, description, detail, picked } = row;
  const item: Item<T> = { label: icon ? `$(${icon}) ${oneLine(label)}` : oneLine(label), value };
  if (description !== undefined) item.description = oneLine(description);
  if (detail !== undefined) item.detail = oneLine(detail);
  if (picked !== undefined) item.picked = picked;
  return item;
}

function optionsOf({ title, placeHolder, matchAll = false }: PickOptions): vscode.QuickPickOptions {
  return {
    ...(title === undefined ? {} : { title: oneLine(title) }),
    placeHolder: oneLine(placeHolder),
    matchOnDescription: matchAll,
    matchOnDetail: matchAll,
  };
}

/** Asks for a text. Undefined if the user cancels. `problem` returns what is wrong with the text, if anything. */
export function ask(options: {
  title: string;
  prompt: string;
  value: string;
  problem: (value: string) => string | undefined;
}): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: oneLine(options.title),
    prompt: oneLine(options.prompt),
    value: options.value,
    validateInput: (value) => {
      const problem = options.problem(value);
      return problem === undefined ? undefined : oneLine(problem);
    },
  });
}

/** Shows a box that reports each change of its text. Returns true if the user accepts the final text. */
export async function askLive(options: {
  title: string;
  placeHolder: string;
  value: string;
  onChange: (text: string) => void;
}): Promise<boolean> {
  const input = vscode.window.createInputBox();
  input.title = oneLine(options.title);
  input.placeholder = oneLine(options.placeHolder);
  input.value = options.value;
  let accepted = false;
  input.onDidChangeValue(options.onChange);
  input.onDidAccept(() => {
    accepted = true;
    input.hide();
  });
  await new Promise<void>((resolve) => {
    input.onDidHide(() => resolve());
    input.show();
  });
  input.dispose();
  return accepted;
}
