/** Words as a shell splits them, quotes taken off, variables left as written. */
export const words = (text: string): readonly string[] => commands(text, false).flat();

/** The commands of a script, each as its words: split at `&&`, `||`, `;`, `|`, `&`, parentheses and line ends. */
export const shellCommands = (script: string): readonly (readonly string[])[] => commands(script, true);

function commands(text: string, split: boolean): readonly (readonly string[])[] {
  const found: string[][] = [];
  let command: string[] = [];
  let word: string | undefined;
  let quote = '';

  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && /["\\$`\n]/.test(text.charAt(at + 1)))
        word = (word ?? '') + escaped(++at);
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\' && at + 1 < text.length) {
      at += 1;
      if (text.charAt(at) !== '\n') word = (word ?? '') + escaped(at);
    } else if (char === '#' && split && word === undefined) {
      while (at + 1 < text.length && text[at + 1] !== '\n') at += 1;
    } else if (char === ' ' || char === '\t' || char === '\r') endWord();
    else if (char === '\n' || (split && isOperator(at, char))) endCommand();
    else word = (word ?? '') + char;
  }
  endCommand();
  return found;

  /** An escaped `$` stays marked, for it is no variable. */
  function escaped(at: number): string {
    return text.charAt(at) === '$' ? '\\$' : text.charAt(at);
  }

  /** In `2>&1` the sign belongs to the redirection; in `${a}` and `a;b` it does what it says. */
  function isOperator(at: number, char: string): boolean {
    return ';|()'.includes(char) || (char === '&' && text[at - 1] !== '>' && text[at + 1] !== '>');
  }

  function endWord(): void {
    if (word !== undefined) command.push(word);
    word = undefined;
  }

  function endCommand(): void {
    endWord();
    if (command.length > 0) found.push(command);
    command = [];
  }
}
