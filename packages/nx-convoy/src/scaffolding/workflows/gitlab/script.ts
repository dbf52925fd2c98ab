import type { NodeSetup } from '../node.ts';
import { usual } from '../pins.ts';
import type { ToolName, Toolset } from '../tools.ts';

/** Where jobs keep what they hand on, out of what git sees. */
export const folder = 'dist/ci';
export const planFile = `${folder}/plan.json`;

/** A number or a word of the plan, read by Node, which is there. */
export const ofPlan = (field: string): string =>
  `$(node -p 'JSON.parse(require("fs").readFileSync("${planFile}", "utf8")).${field}')`;

export const begin: readonly string[] = [`mkdir -p ${folder}`, `echo '/${folder}/' >> .git/info/exclude`];

/** From the commit that the pipeline began with to the one that is released: it is here already, or it came along. */
export const takeUp: readonly string[] = [
  ...begin,
  [
    `if [ -f ${folder}/release.bundle ]; then`,
    `  git fetch --quiet --no-tags ${folder}/release.bundle '+refs/convoy/*:refs/convoy/*' '+refs/tags/*:refs/tags/*'`,
    'fi',
    '',
  ].join('\n'),
  `git checkout --quiet --detach "$(cat ${folder}/commit)"`,
];

/** Machines without Node in their image have it themselves. */
export function install({ manager, install: said, isManagerPinned }: NodeSetup, scripts: boolean): readonly string[] {
  if (said === undefined) return [];
  const own =
    manager === 'bun' ? [`npm install --global bun@${usual.bun}`] : manager === 'npm' ? [] : ['corepack enable'];
  const pinned = manager === 'pnpm' && !isManagerPinned ? [`corepack prepare pnpm@${usual.pnpm} --activate`] : [];
  return [...own, ...pinned, scripts ? said.withScripts : said.without];
}

/** What is not there yet, on the Debian of the image; other machines of GitLab bring it. */
const setUps: Readonly<Record<ToolName, readonly string[]>> = {
  rust: [
    'apt-get install --yes --quiet rustup',
    'rustup show active-toolchain || rustup toolchain install stable --profile minimal',
  ],
  python: [
    'apt-get install --yes --quiet pipx python3-venv',
    `pipx install --global uv==${usual.uv}`,
    'for python in $CONVOY_PYTHONS $CONVOY_PYTHON; do uv python install "$python"; done',
    'export PATH="$HOME/.local/bin:$PATH"',
  ],
  maturin: [`uv tool install maturin==${usual.maturin}`],
  helm: [
    `curl --fail --silent --show-error --location https://get.helm.sh/helm-v${usual.helm}-linux-amd64.tar.gz | tar --extract --gzip --directory /usr/local/bin --strip-components 1 linux-amd64/helm`,
  ],
  images: ['apt-get install --yes --quiet buildah crun skopeo qemu-user-static'],
};

export const setUp = (tools: readonly ToolName[]): readonly string[] =>
  tools.length === 0
    ? []
    : [
        [
          'if command -v apt-get > /dev/null; then',
          '  apt-get update --quiet',
          ...tools.flatMap((tool) => setUps[tool]).map((line) => `  ${line}`),
          'fi',
          '',
        ].join('\n'),
      ];

/** Of a list of jobs each has what its own ecosystem needs: their ids begin with it. */
export const setUpByJob = (needs: Toolset['building']): readonly string[] =>
  [...needs].map(([tool, ecosystems]) =>
    [
      'case "$CONVOY_JOB" in',
      `  ${ecosystems.map((ecosystem) => `${ecosystem}-*`).join(' | ')})`,
      '    if command -v apt-get > /dev/null; then',
      '      apt-get update --quiet',
      ...setUps[tool].map((line) => `      ${line}`),
      '    fi ;;',
      'esac',
      '',
    ].join('\n'),
  );
