/**
 * Python's regular expressions as far as manifests use them, as a tree. Looking around is left out: what needs it is not read.
 * A reference back to a group is taken for that group again, which is the same for the quotes that it is used for.
 */
export type Pattern =
  | { readonly is: 'one'; readonly test: (char: string) => boolean }
  | { readonly is: 'place'; readonly test: (text: string, at: number) => boolean }
  | { readonly is: 'all'; readonly parts: readonly Pattern[] }
  | { readonly is: 'any'; readonly options: readonly Pattern[] }
  | { readonly is: 'group'; readonly of: Pattern; readonly index: number; readonly name?: string }
  | {
      readonly is: 'repeat';
      readonly of: Pattern;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    };

/** Beyond what a person writes; it also bounds how deep the tree gets. */
const longest = 500;
const most = 60;

/** Undefined where the expression is none, or one that cannot be followed here. */
export function parsePattern(source: string): Pattern | undefined {
  const flags = /^\(\?([aimsu]+)\)/.exec(source);
  const ignoreCase = flags?.[1]?.includes('i') ?? false;
  const dotAll = flags?.[1]?.includes('s') ?? false;
  const groups = new Map<string, Pattern>();
  let at = flags?.[0].length ?? 0;
  let count = 0;
  let isKnown = source.length <= longest;

  const pattern = isKnown ? readOptions() : undefined;
  return isKnown && at === source.length ? pattern : undefined;

  function refuse(): Pattern {
    isKnown = false;
    at = source.length;
    return { is: 'all', parts: [] };
  }

  function readOptions(): Pattern {
    const options = [readAll()];
    while (source[at] === '|') {
      at += 1;
      options.push(readAll());
    }
    return options.length === 1 && options[0] !== undefined ? options[0] : { is: 'any', options };
  }

  function readAll(): Pattern {
    const parts: Pattern[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(readRepeated(readOne()));
    return { is: 'all', parts };
  }

  function readRepeated(of: Pattern): Pattern {
    const found = /^(?:([*+?])|\{(\d{1,3})?(,)?(\d{1,3})?\})([?+])?/.exec(source.slice(at, at + 12));
    if (found === null || found[0] === '{}') return of;
    at += found[0].length;
    const [, sign, from, comma, to, lazy] = found;
    const least = sign === '+' ? 1 : Number(from ?? 0);
    const bound =
      sign === '?'
        ? 1
        : sign !== undefined || (comma !== undefined && to === undefined)
          ? Infinity
          : Number(to ?? from);
    if (least > most || (bound > most && bound !== Infinity)) return refuse();
    return { is: 'repeat', of, least, most: bound, lazy: lazy === '?' };
  }

  function readOne(): Pattern {
    const char = source.charAt(at);
    at += 1;
    if (char === '(') return readGroup();
    if (char === '[') return one(readClass());
    if (char === '.') return one((each) => dotAll || each !== '\n');
    if (char === '^') return { is: 'place', test: (text, place) => place === 0 || text[place - 1] === '\n' };
    if (char === '$')
      return {
        is: 'place',
        test: (text, place) => place === text.length || /^\r?\n/.test(text.slice(place, place + 2)),
      };
    if (char === '\\') return readEscape();
    return '*+?'.includes(char) ? refuse() : one(letter(char));
  }

  function readGroup(): Pattern {
    const head = /^\?(?::|P<(\w+)>|P=(\w+)\))/.exec(source.slice(at, at + 60));
    if (head === null && source[at] === '?') return refuse();
    at += head?.[0].length ?? 0;
    if (head?.[2] !== undefined) return groups.get(head[2]) ?? refuse();
    const isCaught = head === null || head[1] !== undefined;
    const index = isCaught ? (count += 1) : 0;
    const of = readOptions();
    if (source[at] !== ')') return refuse();
    at += 1;
    if (!isCaught) return of;
    for (const key of [String(index), head?.[1] ?? '']) groups.set(key, of);
    return { is: 'group', of, index, ...(head?.[1] === undefined ? {} : { name: head[1] }) };
  }

  function readEscape(): Pattern {
    const char = source.charAt(at);
    at += 1;
    if (/[1-9]/.test(char)) return groups.get(char) ?? refuse();
    if (char === 'A') return { is: 'place', test: (_, place) => place === 0 };
    if (char === 'Z') return { is: 'place', test: (text, place) => place === text.length };
    if (char === 'b') return { is: 'place', test: (text, place) => isWord(text[place - 1]) !== isWord(text[place]) };
    return one(classes[char] ?? (/[a-z]/i.test(char) ? never() : letter(char)));
  }

  function never(): (char: string) => boolean {
    refuse();
    return () => false;
  }

  function readClass(): (char: string) => boolean {
    const isNegated = source[at] === '^';
    if (isNegated) at += 1;
    const tests: ((char: string) => boolean)[] = [];
    for (let first = true; at < source.length && (first || source[at] !== ']'); first = false) tests.push(readRange());
    if (source[at] !== ']') return never();
    at += 1;
    return (char) => tests.some((test) => test(char)) !== isNegated;
  }

  function readRange(): (char: string) => boolean {
    const escaped = source[at] === '\\';
    const from = source.charAt(at + (escaped ? 1 : 0));
    at += escaped ? 2 : 1;
    const known = escaped ? classes[from] : undefined;
    if (known !== undefined) return known;
    if (source[at] !== '-' || source[at + 1] === ']') return letter(from);
    const to = source.charAt(at + 1);
    at += 2;
    const within = (char: string): boolean => char >= from && char <= to;
    return ignoreCase ? (char) => within(char.toLowerCase()) || within(char.toUpperCase()) : within;
  }

  function letter(written: string): (char: string) => boolean {
    const plain = written.toLowerCase();
    return ignoreCase ? (char) => char.toLowerCase() === plain : (char) => char === written;
  }
}

const one = (test: (char: string) => boolean): Pattern => ({ is: 'one', test });

const isWord = (char: string | undefined): boolean => char !== undefined && /\w/.test(char);

const classes: Readonly<Record<string, ((char: string) => boolean) | undefined>> = {
  d: (char) => /\d/.test(char),
  D: (char) => /\D/.test(char),
  w: isWord,
  W: (char) => !isWord(char),
  s: (char) => /\s/.test(char),
  S: (char) => /\S/.test(char),
  n: (char) => char === '\n',
  r: (char) => char === '\r',
  t: (char) => char === '\t',
};
