// A git repository whose branch `topic` changes the wrapping of the sample project.
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../processes.mjs';

const intensity = 'Modules/Filtering/ImageIntensity';
const user = ['-c', 'user.name=Scene', '-c', 'user.email=scene@example.com', '-c', 'commit.gpgSign=false'];

/**
 * Makes the sample a repository with the branches `main` and `topic`, which is checked out. `topic` changes one line each of
 * itkAbsImageFilter and itkAddImageFilter, removes itkShiftScaleImageFilter, and adds a header that nothing wraps. An edit that is
 * not committed makes one problem, and another one resolves one.
 */
export async function makeBranch(source) {
  const git = async (...args) => {
    const code = await run('git', [...user, ...args], { cwd: source });
    if (code !== 0) throw new Error(`git ${args.join(' ')} failed with exit code ${code}.`);
  };
  const rewrite = async (file, change) =>
    writeFile(path.join(source, file), change(await readFile(path.join(source, file), 'utf8')));
  const wrap = (type) => `${intensity}/wrapping/${type}.wrap`;

  await writeFile(path.join(source, '.gitignore'), '/build/\n');
  await rewrite(wrap('itkMaskImageFilter'), (text) => text.replace('_SUPERCLASS)', '_SUPERCLAS)'));
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Base');
  await git('tag', 'v1.0');

  await git('checkout', '--quiet', '-b', 'topic');
  await rewrite(wrap('itkAbsImageFilter'), (text) => text.replace('WRAP_ITK_SIGN_INT', 'WRAP_ITK_INT'));
  await rewrite(wrap('itkAddImageFilter'), (text) => text.replace('WRAP_ITK_SCALAR', 'WRAP_ITK_REAL'));
  await rm(path.join(source, wrap('itkShiftScaleImageFilter')));
  const header = 'namespace itk\n{\ntemplate <typename T>\nclass Forgotten\n{};\n} // namespace itk\n';
  await writeFile(path.join(source, intensity, 'include/itkForgotten.h'), header);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Topic');

  await rewrite(wrap('itkMaskImageFilter'), (text) => text.replace('_SUPERCLAS)', '_SUPERCLASS)'));
  await rewrite(wrap('itkCastImageFilter'), (text) => text.replace('_SUPERCLASS)', '_SUPERCLASSES)'));
}
