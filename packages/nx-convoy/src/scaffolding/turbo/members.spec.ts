import { withMembers } from './members.ts';

it.each<readonly [string, string, string, string]>([
  ['a list', 'package.json', '{\n  "workspaces": ["a/*"]\n}\n', '{\n  "workspaces": ["a/*", "x", "y"]\n}\n'],
  [
    'a list of rows',
    'package.json',
    '{\n  "workspaces": [\n    "a" // all\n  ]\n}\n',
    '{\n  "workspaces": [\n    "a", // all\n    "x",\n    "y"\n  ]\n}\n',
  ],
  ['no list', 'package.json', '{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "workspaces": ["x", "y"]\n}\n'],
  [
    'a list of Yarn 1',
    'package.json',
    '{\n  "workspaces": { "packages": [] }\n}\n',
    '{\n  "workspaces": { "packages": ["x", "y"] }\n}\n',
  ],
  ['rows', 'w.yaml', 'packages:\n- "a/*" # all\n\nb: 1\n', 'packages:\n- "a/*" # all\n- "x"\n- "y"\n\nb: 1\n'],
  ['rows further in', 'w.yaml', 'packages:\n    - a', 'packages:\n    - a\n    - "x"\n    - "y"'],
  ['CRLF', 'w.yaml', 'packages:\r\n  - a\r\n', 'packages:\r\n  - a\r\n  - "x"\r\n  - "y"\r\n'],
  ['one line', 'w.yaml', 'packages: [ "a" ]\n', 'packages: [ "a", "x", "y"]\n'],
  ['an empty line', 'w.yaml', 'packages: []\n', 'packages: ["x", "y"]\n'],
  ['nothing', 'w.yaml', 'b: 1\n', 'b: 1\npackages:\n  - "x"\n  - "y"\n'],
])('%s gets members', (_, file, before, after) => {
  const result = withMembers(file, before, ['x', 'y']);
  expect(result.ok && result.value).toBe(after);
});
