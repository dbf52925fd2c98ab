import type { Snapshot } from '../../model/snapshot.ts';

/** The line of Nx that this version was tried with; a check keeps it in step with what is installed here. */
export const triedNx = { nx: '24.0.6', devkit: '24.0.0' } as const;

/**
 * What nx.json says where there is no package.json: which Nx, and which plugins, `./nx` installs below `.nx`. With a package.json those stand
 * there.
 */
export const installationFor = (repo: Snapshot, plugin: string): object =>
  repo.files.includes('package.json')
    ? {}
    : { installation: { version: triedNx.nx, plugins: { 'nx-convoy': plugin, '@nx/devkit': triedNx.devkit } } };

/** How Nx is called here, and what is missing before it can be. */
export function callsOfNx(repo: Snapshot, isNew: boolean): { readonly nx: string; readonly before: readonly string[] } {
  if (repo.files.includes('package.json'))
    return {
      nx: 'npx nx',
      before: isNew ? [`npm install --save-dev nx@${triedNx.nx} @nx/devkit@${triedNx.devkit} nx-convoy`] : [],
    };
  const isWrapped = repo.files.includes('nx');
  return {
    nx: './nx',
    before: isWrapped ? [] : [`npx nx@${triedNx.nx} init --useDotNxInstallation --interactive=false --nxCloud=skip`],
  };
}
