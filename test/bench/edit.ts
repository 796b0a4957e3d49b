/*
 * How long one new line takes to `Python.cpp`: `npm run bench:edit -- --build DIR --type T --line TEXT`. Needs dist/.
 *   --build DIR   a build with SWIG's outputs of the type's module
 *   --type T      the type whose .wrap gets the line, for example itkVersor
 *   --line TEXT   the line, put before the first itk_end_wrap_class: 'itk_wrap_template(${ITKM_F} ${ITKT_F})'
 *   --header H    gets the line instead of the .wrap, in front of its first namespace: '// One line more.'
 *   --by ninja    instead of `itk-wrap build`. Give it another line, since the store knows the first one by then
 * `itk-wrap build` is timed with the new line, and again when it was taken back, so that everything is in the cache. Beside it,
 * CMake configures the build, which is only the first thing that ninja would do after an edit of a .wrap. The file is as before in the end.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readBuild } from '../../server/src/build/read-build';
import { timed, type Times } from './timed-command';

const { values } = parseArgs({
  options: {
    ...{ build: { type: 'string' }, type: { type: 'string' }, line: { type: 'string' } },
    header: { type: 'string' },
    by: { type: 'string', default: 'itk-wrap' },
  },
});
const { type, line } = values;
if (!values.build || !type || !line) throw new Error('Name --build DIR, --type T and --line TEXT.');

async function main(folder: string, name: string, added: string): Promise<void> {
  const build = await readBuild(folder);
  const own = build.types.find((one) => one.name === name);
  if (!own?.wrap) throw new Error(`${folder} has no type ${name}.`);
  const { wrap, module } = own;
  const program = path.resolve(import.meta.dirname, '../../dist/itk-wrap.js');
  const cpp = build.types.flatMap((one) => (one.module === module && one.swig ? [one.swig.cpp] : []));
  const take = (): Times =>
    values.by === 'ninja'
      ? timed(['ninja', '-C', folder, ...cpp.map((file) => path.relative(folder, file))], {})
      : timed([process.execPath, program, 'build', '--module', module, '--build', folder], {});

  const file = values.header ?? wrap;
  const place = values.header === undefined ? '  itk_end_wrap_class' : 'namespace';
  const text = fs.readFileSync(file);
  const longer = text.toString().replace(place.trim(), `${added}\n${place}`);
  try {
    take();
    const before = take();
    fs.writeFileSync(file, longer);
    const edited = take();
    fs.writeFileSync(file, text);
    const back = take();
    const configure = timed([build.cache.get('CMAKE_COMMAND') ?? 'cmake', folder], {});
    const rows = {
      'nothing to do': before,
      'one new line': edited,
      'the line taken back': back,
      'CMake alone': configure,
    };
    console.log('                        wall   processor   wall over CMake');
    for (const [title, { wall, processor }] of Object.entries(rows))
      console.log(
        `${title.padEnd(20)} ${wall.toFixed(1).padStart(6)} s ${processor.toFixed(1).padStart(8)} s ${(wall / configure.wall).toFixed(2).padStart(12)}`,
      );
  } finally {
    fs.writeFileSync(file, text);
  }
}

void main(path.resolve(values.build), type, line);
