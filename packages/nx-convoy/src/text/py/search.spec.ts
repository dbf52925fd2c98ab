import { parsePattern } from './pattern.ts';
import { search } from './search.ts';

const found = (expression: string, text: string): string | undefined => {
  const pattern = parsePattern(expression);
  if (pattern === undefined) return 'refused';
  const caught = search(pattern, text, ({ index }) => index === 1);
  return caught === undefined ? undefined : `${caught.text} ${caught.at}`;
};

it.each([
  ['(b)', 'abc', 'b 1'],
  ['(b)', 'ac', undefined],
  ['(a*)', 'aaa', 'aaa 0'],
  ['(a*?)b', 'aab', 'aa 0'],
  ['(a*?)', 'aab', ' 0'],
  ['(.+)b', 'abab', 'aba 0'],
  ['(.+?)b', 'abab', 'a 0'],
  ['(.+)', 'a\nb', 'a 0'],
  ['(?s)(.+)', 'a\nb', 'a\nb 0'],
  ['^(b)', 'a\nb', 'b 2'],
  ['(a)$', 'a\r\nb', 'a 0'],
  ['\\A(b)', 'a\nb', undefined],
  ['(a)\\Z', 'a\na', 'a 2'],
  ['(ab|a)(?:c)', 'ac abc', 'a 0'],
  ['(ab|abc)', 'abc', 'ab 0'],
  ['(?:a|b)+(c)', 'xababc', 'c 5'],
  ['(a{2})', 'aaa', 'aa 0'],
  ['(a{1,2})', 'aaa', 'aa 0'],
  ['(a{2,})', 'aaa', 'aaa 0'],
  ['(a{,2})', 'aaa', 'aa 0'],
  ['(a?)b', 'b', ' 0'],
  ['([a-c]+)', 'xabcd', 'abc 1'],
  ['([^a-c]+)', 'abxc', 'x 2'],
  ['([]x]+)', ']x', ']x 0'],
  ['([\\w.-]+)', ' a.b-c ', 'a.b-c 1'],
  ['([a-]+)', 'a-b', 'a- 0'],
  ['(\\d+(\\.\\d+)*)', 'v1.2.3', '1.2.3 1'],
  ['(\\s\\S)', 'a b', ' b 1'],
  ['\\b(b)', 'ab b', 'b 3'],
  ['(\\.)', 'a.', '. 1'],
  ['(?i)(ab)', 'xAB', 'AB 1'],
  ['(?i)([a-z]+)', '1AB', 'AB 1'],
  ['(["\']).\\1', '"a"', '" 0'],
  ['(?P<q>["\']).(?P=q)', '"a"', '" 0'],
  ['((a)|b)+', 'ab', 'b 1'],
  ['(', 'a', 'refused'],
  [')', 'a', 'refused'],
  ['*a', 'a', 'refused'],
  ['[a', 'a', 'refused'],
  ['(?=a)', 'a', 'refused'],
  ['(?x)a', 'a', 'refused'],
  ['\\2(a)', 'a', 'refused'],
  ['\\p(a)', 'a', 'refused'],
  ['(a{1000})', 'a', 'refused'],
])('%s in %j: %s', (expression, text, expected) => expect(found(expression, text)).toBe(expected));

it('agrees with the engine where both understand the pattern', () => {
  const expressions = [
    '(a+)b',
    '(a|b)*c',
    '^(a*)$',
    '(a+?)(?:b|$)',
    '([ab]{1,2})c',
    '(a*)(?:a|b)',
    '(?:a|ab)(c|bcd)',
    '(a?)a',
    '(b*?)a',
  ];
  const texts = ['', 'a', 'b', 'ab', 'aab', 'abc', 'aabcd', 'ba\nab', 'cab', 'abcd', 'bbaacc', 'a\na'];
  for (const expression of expressions) {
    for (const text of texts) {
      const match = new RegExp(expression, 'm').exec(text);
      const expected = match?.[1] ?? 'none';
      expect(`${expression} ${text} ${found(expression, text)?.replace(/ \d+$/, '') ?? 'none'}`).toBe(
        `${expression} ${text} ${expected}`,
      );
    }
  }
});

it.each(['(a|a)*b', '(a+)+b', '((a*)*)*b', 'a*a*a*a*a*a*a*b', '(.*)*(.*)*b'])(
  '%s takes time that grows with the text only',
  (expression) => {
    const started = process.cpuUsage();
    expect(found(expression, 'a'.repeat(5000))).toBeUndefined();
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  },
);
