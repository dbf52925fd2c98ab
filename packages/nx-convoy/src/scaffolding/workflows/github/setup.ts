import type { NodeSetup } from '../node.ts';
import { usual } from '../pins.ts';
import type { ToolName } from '../tools.ts';
import { expression, run, use, type Step } from './step.ts';

/** The commit that the run is about. Nobody's token stays behind, except where the job pushes. */
export const checkOut = (
  how: { readonly whole?: boolean; readonly pushes?: boolean; readonly ref?: string } = {},
): Step =>
  use('Check out', 'actions/checkout', {
    'persist-credentials': how.pushes === true,
    // With its parent: a commit that follows a release stands upon it.
    'fetch-depth': how.whole === true ? 0 : 2,
    ...(how.ref === undefined ? {} : { ref: how.ref }),
  });

/** Node, what installs, and what is installed. */
export function node(
  setup: NodeSetup,
  scripts: 'with scripts' | 'no scripts',
  where: 'on any machine' | 'perhaps in a container' = 'on any machine',
): readonly Step[] {
  const { manager, versionFile, isManagerPinned, install } = setup;
  const version = versionFile === undefined ? { 'node-version': usual.node } : { 'node-version-file': versionFile };
  const pnpm = use('Set pnpm up', 'pnpm/action-setup', isManagerPinned ? {} : { version: usual.pnpm });
  const bun = use('Set bun up', 'oven-sh/setup-bun', isManagerPinned ? {} : { 'bun-version': usual.bun });
  return [
    ...(manager === 'pnpm' ? [pnpm] : manager === 'bun' ? [bun] : []),
    // No cache: what other runs left there would become a part of a release.
    use(
      'Set Node up',
      'actions/setup-node',
      { ...version, 'package-manager-cache': false },
      where === 'on any machine' ? {} : { if: `!(${onAlpine})` },
    ),
    ...(where === 'on any machine'
      ? []
      : [run('Set Node up on Alpine', 'apk add --no-cache nodejs npm', { if: onAlpine })]),
    ...(manager === 'yarn' ? [run('Set Yarn up', 'corepack enable')] : []),
    ...(install === undefined
      ? []
      : [run('Install', scripts === 'with scripts' ? install.withScripts : install.without)]),
  ];
}

/** Node as setup-node has it needs glibc. */
const onAlpine = "matrix.container && contains(matrix.platform, '-musl')";

/** A tool for jobs of a matrix is set up where their ecosystem needs it; without a list, always. */
export function tool(
  name: ToolName,
  given: { readonly when?: string; readonly python?: string; readonly targets?: boolean } = {},
): readonly Step[] {
  const only = given.when === undefined ? {} : { if: given.when };
  switch (name) {
    case 'rust':
      return [
        run('Set Rust up', 'rustup show active-toolchain || rustup toolchain install', only),
        ...(given.targets === true
          ? [
              run('Set the target up', 'echo "$TARGET" | xargs rustup target add', {
                if: 'matrix.target',
                env: { TARGET: expression('matrix.target') },
              }),
            ]
          : []),
      ];
    case 'python':
      return [
        use('Set Python up', 'actions/setup-python', { 'python-version': given.python ?? usual.python }, only),
        use('Set uv up', 'astral-sh/setup-uv', { version: usual.uv, 'enable-cache': false }, only),
      ];
    case 'maturin':
      return [run('Set maturin up', `uv tool install maturin==${usual.maturin}`, only)];
    case 'helm':
      return [use('Set helm up', 'azure/setup-helm', { version: `v${usual.helm}` }, only)];
    case 'images':
      return [use('Set the builder of images up', 'docker/setup-buildx-action', {}, only)];
  }
}

export const ofEcosystems = (field: string, names: readonly string[]): string =>
  names.map((name) => `${field} == '${name}'`).join(' || ');
