import type { Inquiry, Question } from '../../model/proof.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { nameOf } from '../../paths/inside.ts';
import { mapOf, readYaml } from '../../text/yaml/read.ts';
import { concernedLocks, named, textsOf } from '../asking.ts';
import { askBun, askNpm, askPnpm, askYarn } from './ask-clients.ts';

const clients: Readonly<Record<string, (lock: string, text: string, files: ReadonlyMap<string, string>) => Question>> =
  {
    'package-lock.json': askNpm,
    'npm-shrinkwrap.json': askNpm,
    'pnpm-lock.yaml': askPnpm,
    'yarn.lock': askYarn,
    'bun.lock': askBun,
  };

/**
 * Manifests, locks, patches, and of settings what a lock depends on: `.yarnrc.yml` names programs and plugins, `.npmrc` a shell and
 * tokens, and a pnpmfile is a program.
 */
export function inquire(repo: Snapshot, touched: ReadonlySet<string>): Inquiry {
  const locks = concernedLocks(
    repo,
    touched,
    (file) => named(...Object.keys(clients))(file) && !/(^|\/)node_modules\//.test(file),
    named('package.json', 'pnpm-workspace.yaml'),
  );
  if (locks.length === 0) return { files: new Map(), questions: [] };
  const files = textsOf(
    repo,
    (file) => named('package.json', 'pnpm-workspace.yaml', ...Object.keys(clients))(file) || file.endsWith('.patch'),
  );
  for (const [file, text] of textsOf(repo, named('.npmrc'))) files.set(file, onlyPlain(text));
  for (const [file, text] of textsOf(repo, named('.yarnrc.yml'))) files.set(file, onlyResolution(text, file));
  return {
    files,
    questions: locks.flatMap((lock) => clients[nameOf(lock)]?.(lock, files.get(lock) ?? '', files) ?? []),
  };
}

/** Lines of .npmrc that say how dependencies are resolved; none of them can hold a token or a program. */
const plainKeys =
  /^\s*(?:legacy-peer-deps|strict-peer-dep\w*|install-links|install-strategy|prefer-dedupe|lockfile-version|auto-install-peers|link-workspace-packages|shared-workspace-lockfile|dedupe-\w[\w-]*|exclude-links-from-lockfile|inject-workspace-packages|peers-suffix-max-length|resolution-mode|save-workspace-protocol|lockfile-include-tarball-url|ignore-workspace-root-check)\s*=/;

const onlyPlain = (text: string): string =>
  text
    .split('\n')
    .filter((line) => plainKeys.test(line))
    .map((line) => `${line}\n`)
    .join('');

const yarnKeys = new Set([
  'nodeLinker',
  'packageExtensions',
  'catalog',
  'catalogs',
  'compressionLevel',
  'checksumBehavior',
  'defaultProtocol',
  'defaultSemverRangePrefix',
  'enableTransparentWorkspaces',
  'supportedArchitectures',
]);

/** JSON is YAML as well. Scalars are read as texts, which Yarn takes for its own settings. */
function onlyResolution(text: string, file: string): string {
  const yaml = readYaml(text, file);
  if (!yaml.ok) return '';
  return JSON.stringify(
    Object.fromEntries(Object.entries(mapOf(yaml.value.data)).filter(([key]) => yarnKeys.has(key))),
  );
}
