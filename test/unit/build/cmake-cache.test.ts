import assert from 'node:assert/strict';
import { hasWrapping, isOn, parseCMakeCache } from '../../../server/src/build/cmake-cache';

describe('parseCMakeCache', () => {
  it('reads values by name and ignores comments', () => {
    const cache = parseCMakeCache(
      '# This is the CMakeCache file.\n//Build\nITK_WRAP_PYTHON:BOOL=ON\nCMAKE_HOME_DIRECTORY:INTERNAL=/src/ITK\n',
    );
    assert.deepEqual(
      [...cache],
      [
        ['ITK_WRAP_PYTHON', 'ON'],
        ['CMAKE_HOME_DIRECTORY', '/src/ITK'],
      ],
    );
  });

  it('reads quoted names, quoted values, values with = and empty values', () => {
    const cache = parseCMakeCache(`"odd:name":STRING=a=b\nBLANK:STRING=' x '\nEMPTY:STRING=\n`);
    assert.equal(cache.get('odd:name'), 'a=b');
    assert.equal(cache.get('BLANK'), ' x ');
    assert.equal(cache.get('EMPTY'), '');
  });

  it('accepts Windows line ends and paths', () => {
    const cache = parseCMakeCache('CMAKE_HOME_DIRECTORY:INTERNAL=C:/dev/ITK\r\nX:PATH=C:\\a\\b\r\n');
    assert.equal(cache.get('CMAKE_HOME_DIRECTORY'), 'C:/dev/ITK');
    assert.equal(cache.get('X'), 'C:\\a\\b');
  });

  it('reads what it can of a damaged file', () => {
    assert.deepEqual([...parseCMakeCache('\0\0garbage\nA:BOOL=ON\nB:STR')], [['A', 'ON']]);
  });
});

describe('isOn', () => {
  it('recognizes CMake’s words for true', () => {
    for (const value of ['ON', 'on', '1', 'YES', 'True', 'y', '2', '1.5']) assert.ok(isOn(value), value);
    for (const value of ['OFF', '0', '', 'NO', 'N', 'FALSE', 'IGNORE', 'x-NOTFOUND', undefined])
      assert.ok(!isOn(value), String(value));
  });
});

describe('hasWrapping', () => {
  it('checks ITK’s option and that of an external module', () => {
    assert.ok(hasWrapping(new Map([['ITK_WRAP_PYTHON', 'ON']])));
    assert.ok(!hasWrapping(new Map([['ITK_WRAP_PYTHON', 'OFF']])));
    assert.ok(
      hasWrapping(
        new Map([
          ['ITK_DIR', '/b'],
          ['MyModule_WRAP_PYTHON', 'ON'],
        ]),
      ),
    );
    assert.ok(!hasWrapping(new Map([['ITK_DIR', '/b']])));
  });
});
