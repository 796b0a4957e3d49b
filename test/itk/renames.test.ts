import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { parseCMakeCache } from '../../server/src/build/cmake-cache';
import { itkBuild, itkSource } from '../support/itk';
import { randomNumbers, seedOf } from '../support/random';
import { configured, differing, otherName, RenamedTree } from '../support/renames';

/*
 * Renames in a copy of ITK, compared with what the build's own CMake generates before and after. By hand, because each takes ten
 * seconds and a configuration a minute:
 *   ITK_WRAPPING_ITK_RENAMES      how many
 *   ITK_WRAPPING_ITK_RENAME_SEED  the seed
 */
const COUNT = Number(process.env.ITK_WRAPPING_ITK_RENAMES ?? 0);
const SEED = seedOf('ITK_WRAPPING_ITK_RENAME_SEED');
/** Renames that are configured together. They are told apart only if something differs. */
const GROUP = 20;
/** Options of a build that decide what is wrapped, or by which programs. */
const KEPT = /^(?:ITK_|Module_|BUILD_|SWIG_EXECUTABLE|CASTXML_EXECUTABLE|Python3_EXECUTABLE|DISABLE_)/;

if (COUNT > 0)
  describe(`${COUNT} renames in a real ITK (ITK_WRAPPING_ITK_RENAME_SEED=${SEED})`, function () {
    this.timeout(COUNT * 60_000 + 1_200_000);
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'itk-renames-')));
    const source = path.join(folder, 'ITK');
    const build = path.join(folder, 'build');
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('change nothing that CMake generates', async () => {
      const cache = parseCMakeCache(readFileSync(path.join(itkBuild, 'CMakeCache.txt'), 'utf8'));
      const cmake = cache.get('CMAKE_COMMAND')!;
      const options = [...cache]
        .filter(([name]) => KEPT.test(name))
        .map(([name, value]) => `-D${name}=${value}`);
      cpSync(itkSource, source, { recursive: true });
      const configure = () =>
        configured(source, build, { cmake, options: ['-G', 'Ninja', ...options], under: 'Wrapping' });
      configure();
      const before = configure();
      assert.deepEqual(differing(before, configure()), [], 'CMake generates the same each time');

      const tree = await RenamedTree.open(source, build);
      const random = randomNumbers(SEED);
      const candidates = tree
        .candidates((items) => items[random(items.length)]!)
        .filter(({ occurrence }) => occurrence.kind !== 'type')
        .map((candidate) => ({ candidate, order: random(1e9) }))
        .sort((a, b) => a.order - b.order)
        .map(({ candidate }) => candidate);
      const wrong: string[] = [];
      let tried = 0;
      let offered = 0;
      let group: { place: string; edit: WorkspaceEdit }[] = [];
      const check = () => {
        const undo = group.map(({ edit }) => tree.apply(edit));
        const different = differing(before, configure());
        for (const back of undo.reverse()) back();
        if (different.length > 0)
          for (const { place, edit } of group) {
            const undoOne = tree.apply(edit);
            const found = differing(before, configure());
            undoOne();
            if (found.length > 0) wrong.push(`${place}: ${found.join(', ')}`);
          }
        console.log(`      ${offered} renames of ${tried} places, ${wrong.length} wrong`);
        group = [];
      };
      const filesOf = (edit: WorkspaceEdit): string[] =>
        (edit.documentChanges as TextDocumentEdit[]).map(({ textDocument }) => textDocument.uri);
      for (const { file, occurrence } of candidates) {
        if (offered === COUNT) break;
        tried++;
        const { start } = occurrence.range;
        const edit = await tree.rename(file, start, otherName(occurrence.name));
        if (typeof edit === 'string') continue;
        // The edits of a group must not move each other's places.
        const taken = new Set(group.flatMap((one) => filesOf(one.edit)));
        if (filesOf(edit).some((uri) => taken.has(uri))) continue;
        offered++;
        group.push({ place: `${path.relative(source, file)}:${start.line + 1} ${occurrence.name}`, edit });
        if (group.length === GROUP) check();
      }
      if (group.length > 0) check();
      assert.deepEqual(wrong, []);
      assert.equal(offered, COUNT);
    });
  });
