import type { World } from '../../model/world.ts';
import { askOne } from '../gathering/git-state.ts';

/**
 * Whoever commits by hand gets the message that says what is released, for nx-convoy tag and verify-commit to read. It is kept beside git's
 * own files; the answer is the command that uses it.
 */
export async function leaveMessage(message: string, files: readonly string[], world: World): Promise<string> {
  const names = ['nx-convoy/message', 'nx-convoy/files'];
  const paths = await askOne(world, 'rev-parse', ...names.flatMap((name) => ['--git-path', name]));
  const [text, list] = paths?.split('\n') ?? names.map((name) => `.git/${name}`);
  await world.save(text ?? '', message);
  await world.save(list ?? '', files.join('\0'));
  const add = `git --literal-pathspecs add --all --force --pathspec-from-file=${list ?? ''} --pathspec-file-nul`;
  return `${add} && git commit --cleanup=whitespace --file=${text ?? ''}`;
}
