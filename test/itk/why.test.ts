import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { classNameOf, parseCxx, templateArguments } from '../../server/src/build/inputs/castxml-cxx';
import { loadParser } from '../../server/src/cmake/syntax/parse';
import { openPrediction } from '../../server/src/wrapping/evaluation/prediction';
import { normalized } from '../../server/src/wrapping/index/type-names';
import { C_TYPES, pythonName } from '../../server/src/wrapping/why/python-types';
import { parseQuery } from '../../server/src/wrapping/why/query';
import {
  type WrappedInstantiation,
  WrappedInstantiations,
} from '../../server/src/wrapping/why/wrapped-instantiations';
import { itkBuild, itkSource } from '../support/itk';
import { randomNumbers, seedOf } from '../support/random';

const COUNT = 200;

/** How Python writes a C++ type: `itk.Image[itk.F,2]`. Null if Python has no name for a part of it. */
function inPython(cppType: string, wrapped: WrappedInstantiations): string | null {
  const type = cppType.trim();
  if (/^\d+$/.test(type)) return type;
  const value = type.replace(/^signed (?!char)/, '');
  const short = [...C_TYPES].find(([name, one]) => one === value && !name.includes(' '));
  if (short) return `itk.${short[0]}`;
  const className = classNameOf(type);
  if (wrapped.classesNamed(className)[0] !== className) return null;
  const name = `itk.${pythonName(className)}`;
  const args = templateArguments(type).map((argument) => inPython(argument, wrapped));
  if (args.includes(null)) return null;
  return args.length === 0 ? name : `${name}[${args.join(', ')}]`;
}

/** The files that CMake wrote say what is wrapped. */
describe('asking the real ITK what is wrapped', function () {
  this.timeout(240_000);
  const seed = seedOf('ITK_WRAPPING_SEED');
  const random = randomNumbers(seed);
  let wrapped: WrappedInstantiations;
  let generated: { name: string; cppType: string }[];

  before(async () => {
    console.log(`      seed ${seed} (ITK_WRAPPING_SEED)`);
    const parser = await loadParser();
    const parse = (text: string) => parser.parseScript(text);
    const types = openPrediction({ source: itkSource, build: itkBuild }, { parse }).types();
    wrapped = new WrappedInstantiations(types);
    generated = types
      .flatMap(({ cxx }) => parseCxx(readFileSync(cxx!.path, 'utf8')))
      .filter(({ companionOf, cppType }) => companionOf === undefined && cppType.includes('<'));
  });

  const find = (text: string): WrappedInstantiation[] => {
    const query = parseQuery(text);
    return query ? wrapped.find(wrapped.meaningOf(query)) : [];
  };

  it(`finds ${COUNT} instantiations, as Python and as C++ write them`, () => {
    assert.ok(generated.length > 3000, `${generated.length} instantiations`);
    const wrong: string[] = [];
    for (let at = 0; at < COUNT; at++) {
      const { name, cppType } = generated[random(generated.length)]!;
      for (const text of [name, cppType, inPython(cppType, wrapped)])
        if (text !== null && !find(text).some((one) => one.name === name)) wrong.push(`${text} (${name})`);
    }
    assert.deepEqual(wrong, []);
  });

  it(`finds none of ${COUNT} that do not exist`, () => {
    const known = new Set(generated.map(({ cppType }) => normalized(cppType)));
    const wrong: string[] = [];
    for (let at = 0; at < COUNT;) {
      const { cppType } = generated[random(generated.length)]!;
      const other = templateArguments(generated[random(generated.length)]!.cppType);
      const args = templateArguments(cppType);
      args[random(args.length)] = other[random(other.length)]!;
      const absent = `${classNameOf(cppType)}< ${args.join(', ')} >`;
      if ([...known].some((one) => one.startsWith(normalized(absent).slice(0, -1)))) continue;
      at++;
      const [found] = find(absent);
      if (found) wrong.push(`${absent}: ${found.cppType}`);
    }
    assert.deepEqual(wrong, []);
  });
});
