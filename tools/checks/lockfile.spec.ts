import { addresses, personalPaths } from './lockfile.ts';

const lines = (found: readonly { readonly line: number }[]): readonly number[] => found.map(({ line }) => line);

it.each([
  ['an integrity alone', '{\n"integrity": "sha512-x"\n}', []],
  ['a workspace', '{\n"resolved": "packages/a",\n"link": true }', []],
  ['a registry', '{\n"resolved": "https://registry.example/a.tgz"\n}', [2]],
  ['plain http', '{ "resolved":"http://registry.example/a.tgz" }', [1]],
  ['a repository', '{ "resolved": "git+ssh://git@forge.example/a.git" }', [1]],
])('addresses: %s', (_, text, expected) => expect(lines(addresses('package-lock.json', text))).toEqual(expected));

it.each([
  ['below it', 'a\nsee /home/ann/x', '/home/ann', [2]],
  ['at its end', 'cd /home/ann', '/home/ann', []],
  ['another one', '/home/anna/x', '/home/ann', []],
  ['with a slash at the end', '/home/ann/x', '/home/ann/', [1]],
  ['on Windows', 'C:\\Users\\ann\\x', 'C:\\Users\\ann', [1]],
  ['no home', '/x', '/', []],
])('paths: %s', (_, text, home, expected) => expect(lines(personalPaths('a', text, home))).toEqual(expected));
