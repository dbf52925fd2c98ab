/**
 * Folders whose manifests are there to be looked at, copied or tested with, not to be released. What a workspace lists as a
 * member is a unit wherever it lies: membership decides, the name of a folder only where nothing else does.
 */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(node_modules|vendor|vendored|third[-_]?party|external|deps_src|site-packages|\.venv|venv)$/i, 'a vendored copy'],
  [/^(target|dist|build-output|out|\.cache|\.nx|\.tox|__pycache__)$/i, 'made by a build'],
  [/^(examples?|samples?|demos?|tutorials?|playgrounds?|cookbooks?)$/i, 'an example'],
  [
    /^(__fixtures__|fixtures?|(.*[-_])?test[-_]?data|test[-_]fixtures?|snapshots|testing[-_]data|mocks?|__mocks__|corpus)$/i,
    'a fixture',
  ],
  [/^(tests?|__tests__|e2e|testsuite|specs?|.+[-_]tests)$/i, 'part of a test'],
  [/^(templates?|boilerplates?|skeletons?|scaffolds?|starters?|cookiecutters?)$/i, 'a template'],
  [/^(benches|benchmarks?|bench)$/i, 'part of a benchmark'],
  [/^fuzz$/i, 'a fuzz target'],
  [/^\.devcontainer$/i, 'the development container'],
];

const known = new Map<string, string | undefined>();

/** Why a manifest in this folder is no unit by itself; undefined where nothing speaks against it. */
export function setAside(folder: string): string | undefined {
  if (folder === '.') return undefined;
  for (const part of folder.split('/')) {
    if (part.includes('{{') || part.includes('{%')) return `lies in ${part}: a template`;
    const reason = reasonOf(part);
    if (reason !== undefined) return `lies in ${part}: ${reason}`;
  }
  return undefined;
}

function reasonOf(part: string): string | undefined {
  if (!known.has(part)) known.set(part, reasons.find(([pattern]) => pattern.test(part))?.[1]);
  return known.get(part);
}
