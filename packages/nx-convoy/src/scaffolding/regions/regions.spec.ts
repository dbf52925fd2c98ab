import { withRegions, type Region } from './regions.ts';

const region = (name: string, ...lines: readonly string[]): Region => ({ name, lines });
const made = (name: string, ...lines: readonly string[]): string =>
  `<!-- nx-convoy: begin ${name} -->\n\n${lines.join('\n')}\n\n<!-- nx-convoy: end ${name} -->\n`;

const one = region('one', 'first');
const two = region('two', 'second');

it.each<readonly [string, string, readonly Region[], string]>([
  ['nothing there', '', [one, two], `${made('one', 'first')}\n${made('two', 'second')}`],
  ['behind what is there', '# Ours', [one], `# Ours\n\n${made('one', 'first')}`],
  ['what is new goes', `a\n\n${made('one', 'old')}\nb\n`, [one], `a\n\n${made('one', 'first')}\nb\n`],
  [
    'between',
    `${made('one', 'x')}mine\n${made('three', 'y')}`,
    [one, two, region('three', 'z')],
    `${made('one', 'first')}\n${made('two', 'second')}\nmine\n${made('three', 'z')}`,
  ],
  [
    'before the next',
    `mine\n${made('two', 'x')}`,
    [one, two],
    `mine\n\n${made('one', 'first')}\n${made('two', 'second')}`,
  ],
  ['strangers stay', made('other', 'x'), [one], `${made('other', 'x')}\n${made('one', 'first')}`],
  ['nothing to say', `a\n\n${made('one', 'x')}\nb\n`, [region('one')], 'a\n\nb\n'],
  [
    'gone without',
    `<!-- nx-convoy: without one -->\n\n${made('one', 'x')}\nb\n`,
    [one],
    '<!-- nx-convoy: without one -->\n\nb\n',
  ],
  [
    'shown is no mark',
    `\`\`\`md\n${made('one', 'x')}\`\`\`\n`,
    [region('one')],
    `\`\`\`md\n${made('one', 'x')}\`\`\`\n`,
  ],
  ['CRLF', 'a\r\n', [one], `a\n\n${made('one', 'first')}`.replaceAll('\n', '\r\n')],
])('%s', (_, before, regions, after) => {
  const once = withRegions('R.md', before, regions);
  expect(once).toEqual({ ok: true, value: after });
  expect(withRegions('R.md', after, regions)).toEqual(once);
});

it('keeps every byte that is not its own', () => {
  const own = ['\t odd  \r\n', '\n\n\nx\u00a0\n', 'no end'];
  const before = `${own[0]}${made('one', 'x')}${own[1]}${made('two', 'y')}${own[2]}`;
  const after = withRegions('R.md', before, [one, two]);
  const kept = after.ok ? after.value.split(/<!-- nx-convoy: begin [^]*?end \w+ -->\r?\n/) : [];
  expect(kept).toEqual(own);
});

it.each([
  ['<!-- nx-convoy: begin one -->\n', 1],
  ['x\n<!-- nx-convoy: end one -->\n', 2],
  ['<!-- nx-convoy: begin one -->\n<!-- nx-convoy: begin two -->\n<!-- nx-convoy: end two -->\n', 2],
  [`${made('one', 'x')}${made('one', 'y')}`, 6],
])('says where marks are wrong: %j', (text, line) => {
  const result = withRegions('R.md', text, [one]);
  const [problem] = result.ok ? [] : result.problems;
  expect([problem?.code, problem?.where]).toEqual(['REGION_UNCLEAR', { file: 'R.md', line }]);
});
