import { hideFromNowOn, withoutSecrets } from './secrets.ts';

const secret = 'k3y+/of&"many signs"';
hideFromNowOn(secret);
hideFromNowOn('abc');

const coded = (text: string): string => Buffer.from(text).toString('base64');

it.each([
  ['as it is', `a ${secret} b`],
  ['in JSON', JSON.stringify({ secret })],
  ['in an address', `https://x/?t=${encodeURIComponent(secret)}`],
  ...['', 'a:', 'ab:', 'abc:', '__token__:', '\n'].map((user) => [
    `in base64 behind ${user}`,
    coded(`${user}${secret}`),
  ]),
  ...['a:', 'ab:', 'abc:'].map((user) => [
    `in base64 of addresses behind ${user}`,
    Buffer.from(user + secret + user).toString('base64url'),
  ]),
])('%s, it is hidden', (_, text) => {
  const shown = withoutSecrets(text);
  expect(shown).toContain('…');
  // What is left of the ends tells of two signs at most.
  const left = shown.replaceAll(/[^]*…|^.*$/g, '').replace(/=+$/, '');
  expect(left.includes(coded(secret).slice(4, -8))).toBe(false);
  expect(shown).not.toContain('many');
});

it('leaves words alone that are no secret', () => {
  expect(withoutSecrets('abc is a word')).toBe('abc is a word');
  expect(withoutSecrets(coded('some other text'))).toBe(coded('some other text'));
});
