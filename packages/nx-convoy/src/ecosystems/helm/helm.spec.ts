import { repoOf } from '../../../../../tools/facts/snapshot.ts';
import { noConfig } from '../../model/config.ts';
import { helm } from './index.ts';
import { admits } from './ranges.ts';

/** Each row was asked of helm 4.2.3: `helm dependency list` says "unpacked" or "wrong version". */
describe('ranges as helm reads them', () => {
  it.each([
    ['^1.2', '1.4.5', true],
    ['^1.2', '2.0.0', false],
    ['^0.2.3', '0.2.9', true],
    ['^0.2.3', '0.3.0', false],
    ['^0', '0.3.0', true],
    ['^0.0.3', '0.0.4', false],
    ['^0.0', '0.0.4', true],
    ['^0.0.0', '0.0.3', false],
    ['~1', '1.4.5', true],
    ['~1.2', '1.4.5', false],
    ['~1.2.3', '1.2.0', false],
    ['~>1.2', '1.2.3', true],
    ['>=1 <2', '1.4.5', true],
    ['>=1.2.0, <2.0.0', '2.0.0', false],
    ['>= 1.2.3 < 3', '2.0.0', true],
    ['=>1.0', '1.0.0', true],
    ['1.x', '1.2.3', true],
    ['1.2', '1.2.3', true],
    ['=1', '1.4.5', true],
    ['1.2.3', '1.2.3', true],
    ['v1.2.3', '1.2.3', true],
    ['^v1.0.0', 'v1.2.3', true],
    ['>1.2', '1.2.3', false],
    ['>1.2', '1.4.5', true],
    ['>1', '1.4.5', false],
    ['<=1.2', '1.2.3', true],
    ['<1.2', '1.2.0', false],
    ['!=1.2', '1.2.3', false],
    ['!=1.2.3', '1.2.0', true],
    ['1.2 - 1.4', '1.4.9', true],
    ['1.2.0 - 1.4.5', '1.4.9', false],
    ['1.2.x || 2.x', '2.0.0', true],
    ['*', '0.0.0', true],
    ['*', '2.0.0-rc.1', false],
    ['^1.2', '1.2.4-beta.1', false],
    ['>= 1.2.0-0', '1.2.4-beta.1', true],
    ['>=1.2.0-0 <2.0.0', '1.2.4-beta.1', true],
    ['~1.2.3-beta.1', '1.2.3-beta.2', true],
    ['1.2.3-beta.1', '1.2.3-beta.2', false],
    ['1.2.3+abc', '1.2.3', true],
    ['latest', '1.2.3', undefined],
    ['', '1.2.3', undefined],
    ['==1.2.3', '1.2.3', undefined],
    ['1.2.3', 'latest', undefined],
  ])('%s admits %s: %s', (range, version, expected) => expect(admits(range, version)).toBe(expected));
});

/** The own-repository rules, one file each; the dependency would be met by the local chart if the URL is ours. */
describe('whose a URL is', () => {
  const contained = (files: Readonly<Record<string, string>>, repository: string, home = ''): boolean => {
    const repo = repoOf({
      'charts/lib/Chart.yaml': `apiVersion: v2\nname: lib\nversion: 1.0.0\nhome: ${home}\n`,
      'charts/app/Chart.yaml': `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n- name: lib\n  version: ^1.0.0\n  repository: ${repository}\n`,
      ...files,
    });
    return helm.survey(repo, noConfig).claims.length > 0;
  };
  it.each([
    ['nothing said', {}, 'https://x.org/charts', '', false],
    ['settings', { 'cr.yaml': 'charts-repo-url: https://x.org/charts/' }, 'https://X.org/charts', '', true],
    ['settings of another', { 'cr.yaml': 'charts-repo-url: https://x.org/chart' }, 'https://x.org/charts', '', false],
    [
      'a list of others in the tester',
      { 'ct.yaml': 'chart-repos:\n  - x=https://x.org/charts' },
      'https://x.org/charts',
      '',
      false,
    ],
    [
      'a push',
      { '.github/workflows/a.yml': 'run: helm push a.tgz "oci://x.org/charts"' },
      'oci://x.org/charts',
      '',
      true,
    ],
    [
      'a push with variables',
      { '.github/workflows/a.yml': 'env:\n  REGISTRY: x.org\nrun: helm push a.tgz oci://${{ env.REGISTRY }}/charts' },
      'oci://x.org/charts',
      '',
      true,
    ],
    [
      'a push by owner',
      { '.github/workflows/a.yml': 'run: helm push a.tgz oci://ghcr.io/${GITHUB_REPOSITORY_OWNER}/charts' },
      'oci://ghcr.io/acme/charts',
      'https://github.com/acme/mono',
      true,
    ],
    ['a pull', { '.github/workflows/a.yml': 'run: helm pull oci://x.org/charts/lib' }, 'oci://x.org/charts', '', false],
    ['pages of the home', {}, 'https://acme.github.io/mono', 'https://github.com/acme/mono', true],
    ['pages of another', {}, 'https://acme.github.io/other', 'https://github.com/acme/mono', false],
    ['pages of the owner', {}, 'https://acme.github.io', 'https://github.com/acme/acme.github.io', true],
    [
      'a page',
      { 'README.md': 'helm repo add x https://x.org/charts\nhelm install a x/app' },
      'https://x.org/charts',
      '',
      true,
    ],
    [
      'a page with another alias',
      { 'README.md': 'helm repo add x https://x.org/charts\nhelm install a y/app' },
      'https://x.org/charts',
      '',
      false,
    ],
    ['a page of OCI', { 'README.md': 'helm install a oci://x.org/charts/lib' }, 'oci://x.org/charts', '', true],
    [
      "the chart's page",
      { 'charts/lib/README.md': 'helm install a oci://x.org/charts/lib' },
      'oci://x.org/charts',
      '',
      true,
    ],
    [
      "another chart's page",
      { 'charts/app/README.md': 'helm repo add x https://x.org/charts\nhelm pull x/lib' },
      'https://x.org/charts',
      '',
      false,
    ],
    ['a longer name', { 'README.md': 'helm install a oci://x.org/charts/library' }, 'oci://x.org/charts', '', false],
    ['an alias', { 'cr.yaml': 'charts-repo-url: https://x.org/charts' }, '"@x"', '', false],
  ])('%s', (_, files, repository, home, expected) => expect(contained(files, repository, home)).toBe(expected));
});
