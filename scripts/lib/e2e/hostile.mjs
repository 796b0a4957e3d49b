// A build and sources whose text is an attack, derived from the sample.
import { appendFile, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Nothing may send a request to this host, and no link may lead to it. */
export const ATTACKER = 'attacker.example';

/** A link to a command with a visible effect. The tests check for that effect too. */
const runs = (words) => `[${words}](command:workbench.action.toggleZenMode)`;

/** The new names of the types. A name has no slash, because it is also a file name. */
const types = {
  itkThresholdImageFilter: runs('Click here'),
  itkBinaryThresholdImageFilter: `![b](https:&#47;&#47;${ATTACKER}&#47;type)`,
  itkMaskImageFilter: '$(alert) \u202eitkMask',
};
const modules = {
  ITKImageIntensity: `![m](https:&#47;&#47;attacker&#46;example&#47;module) $(flame) ${runs('Fix it')}`,
};

/** Renames the sample's types and modules in its build to hostile names. Adds an unreadable line and hostile scripts. */
export async function makeHostile(source) {
  const ninja = path.join(source, 'build/build.ninja');
  let text = await readFile(ninja, 'utf8');
  for (const [name, hostile] of Object.entries({ ...types, ...modules })) text = renamed(text, name, hostile);
  await writeFile(ninja, `${text}\ninclude ${runs('Click here to repair the build')}\n`);
  await renameInputs(path.join(source, 'build/Wrapping/castxml_inputs'));
  await appendFile(path.join(source, 'CMake/ITKModules.cmake'), hostileMacro);
  const header = path.join(source, 'Modules/Core/Common/include/itkObject.h');
  await appendFile(header, hostileClass);
  const folder = path.join(source, 'Modules/Core/Common/wrapping');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'itkHostile.wrap'), hostileScript);
}

/** Renames in the statements of build.ninja, and in its commands, where the name is quoted for a shell. */
function renamed(text, name, hostile) {
  const inShell = hostile.split('$').join('$$');
  const escaped = hostile.replace(/[$ :]/g, (mark) => `$${mark}`);
  const word = new RegExp(`([^\\s'"]*)\\b${name}\\b([^\\s'"]*)`, 'g');
  return text
    .split('\n')
    .map((line) =>
      /^\s*COMMAND = /.test(line)
        ? line.replace(word, (_, before, after) => `'${before}${inShell}${after}'`)
        : line.startsWith('build ')
          ? line.replace(new RegExp(`\\b${name}\\b`, 'g'), () => escaped)
          : line,
    )
    .join('\n');
}

async function renameInputs(folder) {
  for (const file of await readdir(folder))
    for (const [name, hostile] of Object.entries(types))
      if (file.startsWith(`${name}.`))
        await rename(path.join(folder, file), path.join(folder, hostile + file.slice(name.length)));
}

const hostileMacro = `
# ${runs('Repair now')} ![c](https://${ATTACKER}/comment.png) <img src="https://${ATTACKER}/html.png"> $(alert)
macro(hostile "a)
\`\`\`
[Repair now](command:itkWrapping.configure) ![b](https://${ATTACKER}/parameter.png)" second)
  # ${runs('Repair now')} ![c](https://${ATTACKER}/doc.png) <img src="https://${ATTACKER}/html.png"> $(alert) www.${ATTACKER}
endmacro()
set(ITKT_HOSTILE "${runs('Value')} ![v](https://${ATTACKER}/value.png)")
`;

const hostileClass = `
namespace itk {
/** \\class Hostile
 * \\brief ${runs('Brief')} ![b](https://${ATTACKER}/brief.png) <img src="https://${ATTACKER}/html.png">
 */
template <typename T>
class Hostile : public Object {};
}
`;

const hostileScript = `itk_wrap_class("itk::Hostile" POINTER)
  foreach(t "${runs('Loop')}" "![l](https://${ATTACKER}/loop.png)")
    itk_wrap_template("\${t}" "\${ITKT_HOSTILE}")
  endforeach()
itk_end_wrap_class()
hostile(one two)
`;
