import assert from 'node:assert/strict';
import { inspectBuild } from '../../../server/src/build/find/inspect-build';
import { leftovers } from '../../../server/src/build/pkl/leftovers';
import { readPklState } from '../../../server/src/build/pkl/pkl';
import {
  absolute,
  cmakeList,
  isWindowsPath,
  pathKey,
  typeNameOf,
} from '../../../server/src/build/build-paths';
import { readBuild } from '../../../server/src/build/read-build';
import { wrapIndex } from '../../../server/src/build/inputs/wrap-index';
import { windowsFs } from '../../support/memory-fs';

const BUILD = 'C:\\dev\\ITK build';
// CMake writes forward slashes into its cache, and escapes `:` and blanks with `$` in build.ninja.
const NINJA_DIR = 'C$:/dev/ITK$ build';
const SOURCE = 'C:/dev/ITK';
const PKL = 'Wrapping/Generators/Python/itk-pkl';
const INPUTS = 'Wrapping/castxml_inputs';

const order = 'itkA;itkB';
const indexList = `C:/dev/ITK build/${PKL}/itkA.index.txt;C:/dev/ITK build/${PKL}/itkB.index.txt`;
const castxml = (type: string): string =>
  `build ${INPUTS}/${type}.xml | \${cmake_ninja_workdir}${INPUTS}/${type}.xml: CUSTOM_COMMAND ${INPUTS}/${type}.cxx ${INPUTS}/${type}.castxml.inc C$:/dev/ITK/Modules/Core/Common/include/${type}.h\r\n` +
  `  COMMAND = cmd.exe /C "cd /D "C:\\dev\\ITK build\\Wrapping\\Modules\\ITKCommon" && "C:\\Program Files\\castxml\\bin\\castxml.exe" -o "C:/dev/ITK build/${INPUTS}/${type}.xml" --castxml-output=1 --castxml-start _wrapping_ --castxml-cc-msvc "(" C:/VS/cl.exe /EHsc ")" -w -c "@C:/dev/ITK build/${INPUTS}/${type}.castxml.inc" "C:/dev/ITK build/${INPUTS}/${type}.cxx""\r\n` +
  `  restat = 1\r\n\r\n`;
const ninja =
  `cmake_ninja_workdir = ${NINJA_DIR}/\r\n\r\n` +
  castxml('itkA') +
  castxml('itkB') +
  `build Wrapping/Typedefs/itkA.i Wrapping/Typedefs/itkB.i Wrapping/Typedefs/itkA.idx Wrapping/Typedefs/itkB.idx: CUSTOM_COMMAND C$:/dev/ITK/igenerator.py\r\n` +
  `  COMMAND = cmd.exe /C "cd /D "C:\\dev\\ITK build\\Wrapping" && C:\\Python\\python.exe C:/dev/ITK/igenerator.py --mdx "C:/dev/ITK build/Wrapping/Typedefs/ITKCommon.mdx" --submodule-order ${order} --pyi_index_list "${indexList}" --pkl_dir "C:/dev/ITK build/${PKL}""\r\n` +
  `\r\nbuild build.ninja: RERUN_CMAKE | C$:/dev/ITK/Modules/Core/Common/wrapping/itkA.wrap C$:/dev/ITK/Modules/Core/Common/wrapping/itkB.wrap\r\n`;

const fs = windowsFs({
  [`${BUILD}\\CMakeCache.txt`]: `CMAKE_GENERATOR:INTERNAL=Ninja\r\nCMAKE_PROJECT_NAME:STATIC=ITK\r\nCMAKE_PROJECT_VERSION:STATIC=5.4.7\r\nCMAKE_HOME_DIRECTORY:INTERNAL=${SOURCE}\r\nCMAKE_CACHEFILE_DIR:INTERNAL=c:/dev/ITK build\r\nITK_WRAP_PYTHON:BOOL=ON\r\nCASTXML_EXECUTABLE:FILEPATH=C:/Program Files/castxml/bin/castxml.exe\r\n`,
  [`${BUILD}\\build.ninja`]: ninja,
  'C:\\dev\\ITK\\CMakeLists.txt': '',
  [`${BUILD}/${PKL}/itkA.index.txt`]: `C:/dev/ITK build/${PKL}/A.itkA.pkl\r\nC:/dev/ITK build/${PKL}/A2.itkA.pkl\r\n`,
  [`${BUILD}/${PKL}/A.itkA.pkl`]: '',
  [`${BUILD}/${PKL}/Z.itkGone.pkl`]: '',
});

describe('a build made on Windows', () => {
  it('is read by the rules of Windows', async () => {
    const build = await readBuild(BUILD, { fs });
    assert.deepEqual(build.problems, []);
    assert.equal(build.source, 'C:\\dev\\ITK');
    const [type] = build.types;
    assert.equal(type?.xml, 'C:\\dev\\ITK build\\Wrapping\\castxml_inputs\\itkA.xml');
    assert.equal(type.inc, 'C:\\dev\\ITK build\\Wrapping\\castxml_inputs\\itkA.castxml.inc');
    assert.equal(type.wrap, 'C:\\dev\\ITK\\Modules\\Core\\Common\\wrapping\\itkA.wrap');
    assert.equal(type.castxml?.argv[0], 'C:\\Program Files\\castxml\\bin\\castxml.exe');
    assert.equal(type.castxml.cwd, 'C:\\dev\\ITK build\\Wrapping\\Modules\\ITKCommon');
    assert.deepEqual(type.castxml.argv.slice(6, 11), [
      '--castxml-cc-msvc',
      '(',
      'C:/VS/cl.exe',
      '/EHsc',
      ')',
    ]);
    assert.equal(type.inputs[2], 'C:\\dev\\ITK\\Modules\\Core\\Common\\include\\itkA.h');
    const [module] = build.modules;
    assert.deepEqual(module?.types, ['itkA', 'itkB']);
    assert.equal(module.wrappingDir, 'C:\\dev\\ITK\\Modules\\Core\\Common\\wrapping');
    assert.equal(build.layout.generation, 'main');
    assert.equal(build.layout.pkl, `C:\\dev\\ITK build\\${PKL.replaceAll('/', '\\')}`);
  });

  it('has its pkl files counted', async () => {
    const build = await readBuild(BUILD, { fs });
    const [module] = build.modules;
    assert.ok(module);
    const state = await readPklState(build, module, fs);
    assert.deepEqual([state.listed, state.present], [2, 1]);
    assert.match(state.missing[0] ?? '', /\\A2\.itkA\.pkl$/);
    assert.match(state.missingIndex[0] ?? '', /\\itkB\.index\.txt$/);
    assert.deepEqual(
      (await leftovers(build, fs)).map(({ of }) => of),
      ['itkGone'],
    );
  });

  it('is found, whatever the case of its drive letter', async () => {
    const found = await inspectBuild(BUILD, 'inside', fs);
    assert.equal(found?.usable, true);
    assert.deepEqual(found.problems, []);
  });
});

describe('path functions', () => {
  it('follow the system that a folder belongs to', () => {
    assert.equal(absolute('C:\\b', 'a/b.xml'), 'C:\\b\\a\\b.xml');
    assert.equal(absolute('C:\\b', 'D:/x/../y'), 'D:\\y');
    assert.equal(absolute('/b', 'a/../c'), '/b/c');
    assert.equal(absolute('/b', '/x//y/./z'), '/x/y/z');
    assert.equal(pathKey('C:\\A/b'), pathKey('c:/a/B'));
    assert.notEqual(pathKey('/A'), pathKey('/a'));
    assert.ok(isWindowsPath('\\\\server\\share') && !isWindowsPath('/c:/x'));
  });

  it('name types as CMake does, up to the first dot', () => {
    assert.equal(typeNameOf('C:\\w\\itkFoo.wrap'), 'itkFoo');
    assert.equal(typeNameOf('/w/itkFoo.in.wrap'), 'itkFoo');
  });

  it('split lists', () => {
    assert.deepEqual(cmakeList('a;;b\\;c;'), ['a', 'b;c']);
  });

  it('distinguish two .wrap files of the same name by their folder', () => {
    const index = wrapIndex(['/s/A/wrapping/x.wrap', '/s/A/wrapping/y.wrap', '/s/B/wrapping/x.wrap']);
    assert.equal(index.dirOf(['x', 'y'], 'ITKA'), '/s/A/wrapping');
    assert.equal(index.fileOf('x', '/s/B/wrapping'), '/s/B/wrapping/x.wrap');
    assert.equal(index.fileOf('z', null), null);
  });
});
