/** Where a text stops being JSON, in words of our own: each version of Node has others, and few of them name the place. */
export interface Fault {
  readonly at: number;
  readonly reason: string;
}

/** No manifest nests like this; one that does would bring down whoever walks through it. */
const deepest = 500;

/** The first fault of a text, undefined where it has none. */
export function firstFault(text: string): Fault | undefined {
  let at = 0;
  let fault: Fault | undefined;
  skipSpace();
  if (at >= text.length) return { at: 0, reason: 'the file is empty' };
  if (readValue(1)) {
    skipSpace();
    if (at < text.length) stop(`something follows after its end: ${shown()}`);
  }
  return fault;

  function stop(reason: string, place = at): false {
    fault = { at: place, reason };
    return false;
  }

  function readValue(depth: number): boolean {
    skipSpace();
    const char = text[at];
    if (char === '{' || char === '[') {
      return depth > deepest ? stop(`it nests deeper than ${deepest} levels`) : readList(char, depth);
    }
    return char === '"' ? readString() : readWord();
  }

  function readList(open: string, depth: number): boolean {
    const [close, start] = [open === '{' ? '}' : ']', at];
    at += 1;
    for (let first = true; ; first = false) {
      skipSpace();
      if (first && text[at] === close) break;
      if (open === '{' && !readKey()) return false;
      if (!readValue(depth + 1)) return false;
      skipSpace();
      if (text[at] === close) break;
      if (at >= text.length) return stop(`the ${open} is never closed`, start);
      if (text[at] !== ',') return stop(`a comma or ${close} is missing before ${shown()}`);
      const comma = at++;
      skipSpace();
      if (text[at] === close) return stop(`a comma stands before ${close}`, comma);
    }
    at += 1;
    return true;
  }

  function readKey(): boolean {
    if (text[at] !== '"') return stop(`a key in double quotes is expected, not ${shown()}`);
    if (!readString()) return false;
    skipSpace();
    if (text[at] !== ':') return stop(`a colon is expected after the key, not ${shown()}`);
    at += 1;
    return true;
  }

  function readString(): boolean {
    const start = at++;
    for (; at < text.length; at++) {
      const char = text.charAt(at);
      if (char === '"') {
        at += 1;
        return true;
      }
      if (char === '\n' || char === '\r') return stop('a text does not end on its line', start);
      if (char < ' ') return stop('a control character stands in a text');
      if (char !== '\\') continue;
      const escape = /["\\/bfnrt]|u[\da-fA-F]{4}/y;
      escape.lastIndex = at + 1;
      if (!escape.test(text)) return stop(`${JSON.stringify(text.slice(at, at + 2)).slice(1, -1)} is no escape`);
      at = escape.lastIndex - 1;
    }
    return stop('a text does not end', start);
  }

  function readWord(): boolean {
    const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
    word.lastIndex = at;
    if (!word.test(text)) return stop(`a value is expected, not ${shown()}`);
    at = word.lastIndex;
    return true;
  }

  function skipSpace(): void {
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  }

  function shown(): string {
    if (at >= text.length) return 'the end of the file';
    if (text.startsWith('//', at) || text.startsWith('/*', at)) return 'a comment, which JSON does not have';
    if (text.startsWith('<<<<<<<', at)) return 'the mark of a merge conflict';
    // What is binary or endless is not printed whole.
    return /^[\w.+-]{1,20}/.exec(text.slice(at, at + 20))?.[0] ?? JSON.stringify(text[at]);
  }
}

/** Whether brackets nest deeper than anything that is meant to be read; cheap enough to ask of every text first. */
export function isDeep(text: string): boolean {
  if (text.length <= deepest) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = closingQuote(text, at);
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > deepest) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at > 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
}
