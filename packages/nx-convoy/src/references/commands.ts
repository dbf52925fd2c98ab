/** A word of a command, without the quotes around it. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A command as it stands in a block of code or between the marks of code in a text: its words, in order. */
export type Command = readonly Word[];

const programs = [
  ...['cargo', 'cargo-binstall', 'pip', 'pip3', 'pipx', 'uv', 'uvx', 'poetry', 'pdm', 'rye', 'hatch'],
  ...['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'bun', 'bunx', 'deno'],
  ...[
    'docker',
    'podman',
    'nerdctl',
    'buildah',
    'skopeo',
    'cosign',
    'crane',
    'ctr',
    'crictl',
    'kubectl',
    'kind',
    'trivy',
  ],
  ...['helm', 'helmfile', 'flux'],
];

const begin = new RegExp(`(?<![\\w./@:=-])(?:${programs.join('|')})(?=[ \\t])`, 'g');

/** Where a command ends: a line that no backslash carries on, what joins it to the next one, the end of inline code. */
const word = /[ \t]+|\\\r?\n[ \t]*|(?<quoted>"[^"\n]*"|'[^'\n]*')|(?<plain>(?:\\[^\r\n]|[<>](?==)|[^\s\\`;|&"'<>])+)/y;

export function commandsIn(text: string): readonly Command[] {
  const found: Command[] = [];
  begin.lastIndex = 0;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const { words, end } = readWords(text, match.index);
    if (words.length > 1) found.push(words);
    begin.lastIndex = Math.max(end, begin.lastIndex);
  }
  return found;
}

function readWords(text: string, from: number): { words: Command; end: number } {
  const words: Word[] = [];
  let at = from;
  for (;;) {
    word.lastIndex = at;
    const match = word.exec(text);
    if (match === null) break;
    const { quoted, plain } = match.groups ?? {};
    const end = at + match[0].length;
    if (plain?.startsWith('#') === true) break; // The rest of the line is a comment.
    const last = words.at(-1);
    if (quoted !== undefined) {
      // A quote may begin in the middle of a word: --version="1.2.0".
      if (last?.end === at && last.text.endsWith('='))
        words[words.length - 1] = { ...last, end: end - 1, text: last.text + quoted.slice(1, -1) };
      else words.push({ text: quoted.slice(1, -1), start: at + 1, end: end - 1 });
    } else if (plain !== undefined) words.push({ text: plain, start: at, end });
    at = end;
  }
  return { words, end: at };
}

/** The value of an option, whether it stands behind a space or behind `=`. */
export function valueOf(command: Command, ...names: readonly string[]): Word | undefined {
  for (const [index, { text, end }] of command.entries()) {
    if (names.includes(text)) return command[index + 1];
    const name = names.find((each) => text.startsWith(`${each}=`));
    if (name !== undefined) {
      const value = text.slice(name.length + 1);
      return { text: value, start: end - value.length, end };
    }
  }
  return undefined;
}
