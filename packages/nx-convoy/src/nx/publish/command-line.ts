/**
 * What somebody said by typing an Nx command, read from the words themselves: Nx hands options to the tasks that were asked for by name, and
 * the others of the run learn nothing of them. Whatever is not understood is no dry run that sends, and no yes.
 */
export interface Typed {
  /** Nothing may be uploaded by any task of the run. */
  readonly isDry: boolean;
  /** It is `nx release publish`, or `nx release` as a whole: publishing is what was typed, and Nx has asked where it asks. */
  readonly isReleasePublish: boolean;
  /** And no project or group was picked: what is needed of others is meant as well. */
  readonly isWholeRelease: boolean;
  /** Nothing more is begun after the first failure. */
  readonly isBail: boolean;
}

/** Of a process as it was started: an interpreter, a program, and words. */
export function readCommandLine([, , ...words]: readonly string[]): Typed {
  const release = releaseCommand(words);
  const isReleasePublish =
    release === 'publish' || (release === 'all' && !words.some((word) => isOn(word, 'skip-publish')));
  return {
    isReleasePublish,
    isWholeRelease: isReleasePublish && !words.some((word) => /^(?:-[pg]|--(?:project|group)s?)(?:=|$)/.test(word)),
    isDry: words.some(saysDry) || (release !== undefined && words.some((word) => /^-[a-z]*d[a-z]*$/i.test(word))),
    isBail: words.some((word) => isOn(word, 'nx-bail')),
  };
}

/** Also within the words of one option: `--args="--dry-run"`. */
const saysDry = (word: string): boolean => /(?:^|[\s=])--dry-?run(?!=(?:false|0)(?:\s|$))(?![\w-])/i.test(word);

const isOn = (word: string, name: string): boolean => {
  const [said = '', value] = word.replace(/^--/, '').split('=');
  return word.startsWith('--') && said.replaceAll('-', '').toLowerCase() === name.replaceAll('-', '') && isTrue(value);
};

const isTrue = (value = 'true'): boolean => !['false', '0'].includes(value);

/**
 * Nx's own commands come first. A word that is the value of an option may be taken for the part of the release: of the two ways to be wrong,
 * none says yes to a command that does not publish.
 */
function releaseCommand(words: readonly string[]): string | undefined {
  const [command, part] = words.filter((word) => !word.startsWith('-'));
  if (command !== 'release') return undefined;
  return parts[part ?? ''] ?? 'all';
}

/** With the short names that Nx knows. */
const parts: Readonly<Record<string, string>> = {
  ...{ publish: 'publish', p: 'publish', version: 'version', v: 'version', changelog: 'changelog', c: 'changelog' },
  ...{ plan: 'plan', pl: 'plan', 'plan:check': 'plan' },
};
