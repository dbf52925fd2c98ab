import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import { locate } from './locate.ts';

const pypi = { url: 'https://pypi.org/simple', upload: 'https://upload.pypi.org/legacy/' };
const testPypi = { url: 'https://test.pypi.org/simple', upload: 'https://test.pypi.org/legacy/' };
const manifest = `[[tool.uv.index]]
name = "ours"
url = "https://ann:secret@py.example.com/simple/"
publish-url = "https://ann:secret@py.example.com/legacy/"

[[tool.uv.index]]
name = "read"
url = "https://read.example.com/simple"
`;

it.each([
  [undefined, pypi],
  ['pypi', pypi],
  ['https://pypi.org/simple/', pypi],
  ['https://upload.pypi.org/legacy/', pypi],
  ['TestPyPI', testPypi],
  ['https://test.pypi.org/legacy', testPypi],
  ['ours', { url: 'https://py.example.com/simple', upload: 'https://py.example.com/legacy/' }],
  ['read', { url: 'https://read.example.com/simple' }],
  ['https://other.example.com/simple', { url: 'https://other.example.com/simple' }],
])('%s is asked and sent to where it says', (word, expected) => {
  const located = locate(word, { name: 'tug', root: 'packages/tug' }, repoOf({ 'pyproject.toml': manifest }));
  expect(located.ok ? located.value.registry : located.problems).toEqual({ protocol: 'pypi', ...expected });
});
