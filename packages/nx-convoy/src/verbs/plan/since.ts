import type { Problem } from '../../model/problem.ts';
import type { World } from '../../model/world.ts';

/** The commit that `--since` names; what names none would be read as "no commits" and must be said. */
export async function since(
  word: string | undefined,
  world: World,
): Promise<{ commit?: string; problems: readonly Problem[] }> {
  if (word === undefined) return { problems: [] };
  let answer = '';
  const { code } = await world.git(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${word}^{commit}`],
    (text) => (answer += text),
  );
  return code === 0 ? { commit: answer.trim(), problems: [] } : { problems: [unknown(word)] };
}

const unknown = (word: string): Problem => ({
  code: 'SINCE_UNKNOWN',
  severity: 'error',
  what: `--since names "${word}", which is no commit here.`,
  fix: 'Name a tag, a branch or a commit of this repository; in a fresh clone fetch first: git fetch --tags.',
});
