import { noConfig } from '../model/config.ts';
import { ok } from '../model/problem.ts';
import type { Registry } from '../model/registry.ts';
import type { ClientSettings, Trial, Trying } from '../model/trial.ts';
import type { Unit } from '../model/unit.ts';
import { ecosystems } from './index.ts';

type Files = Readonly<Record<string, string>>;

const settings = (files: Files, variables: Files = {}): ClientSettings => ({
  ...{ os: 'linux', arch: 'x64', workspace: '/workspace' },
  variable: (name) => variables[name],
  file: (path) => files[path],
  at: (path) => path.replace('~', '/home/me'),
});

function trial(id: string, registry: Registry, more: Partial<Trying> = {}, files: Files = {}): Trial {
  const ecosystem = ecosystems.find((one) => id.startsWith(`${one.id}:`));
  const name = id.slice(id.indexOf(':') + 1);
  const released = { registry, name, version: '1.0.0' };
  const ways = ecosystem?.verify?.({
    unit: { id, name, ecosystem: ecosystem.id, root: '.', manifest: 'm', programs: [] } as unknown as Unit,
    from: { is: 'registry', released },
    repo: { files: Object.keys(files), text: (file) => (files[file] === undefined ? undefined : ok(files[file])) },
    config: noConfig,
    settings: settings({}),
    timeoutMs: 1000,
    ...more,
  });
  const first = ways?.ok === true ? ways.value[0]?.('/trial') : undefined;
  if (first === undefined) throw new Error(`nothing tries ${id}`);
  return first;
}

const crates = (url: string): Registry => ({ protocol: 'crates', url });
const pypi = (url: string): Registry => ({ protocol: 'pypi', url });
const npm = (url: string): Registry => ({ protocol: 'npm', url });
const lines = (steps: Trial['install']): readonly string[] => steps.map(({ argv }) => argv.join(' '));

describe('what a user has set up for all else', () => {
  it('cargo: sources and addresses, and neither tokens nor what builds otherwise', () => {
    const config = [
      '[source.crates-io]\nreplace-with = "near"\n[source.near]\ndirectory = "vendor"\n',
      '[registries.ours]\nindex = "sparse+https://ours.example.com/"\ntoken = "s3cret"\n',
      '[registry]\ntoken = "s3cret"\n[build]\nrustc-wrapper = "/bin/evil"\n[http]\nproxy = "proxy.example.com"\n',
    ].join('');
    const mine = settings({ '/home/me/.cargo/config.toml': config });
    const text = trial('cargo:rope', crates('https://index.crates.io'), { settings: mine }).files['cargo/config.toml'];
    expect(text).toContain('"source"."near"."directory" = "/home/me/vendor"');
    expect(text).toContain('"registries"."ours"."index" = "sparse+https://ours.example.com/"');
    expect(text).toContain('"http"."proxy" = "proxy.example.com"');
    expect(text).not.toMatch(/s3cret|evil|published/);
  });

  it.each([
    [
      'PyPI is where the user says',
      'https://pypi.org/simple',
      'index-url = https://near.example.com/simple',
      'https://near.example.com/simple/',
      undefined,
    ],
    [
      'an index of its own, and the usual one beside it',
      'https://ours.example.com/simple',
      '',
      'https://ours.example.com/simple/',
      'https://pypi.org/simple',
    ],
    [
      'a password stays at home',
      'https://pypi.org/simple',
      'index-url = https://me:pw@near.example.com/simple',
      'https://pypi.org/simple/',
      undefined,
    ],
    [
      'folders of wheels are not looked into',
      'https://pypi.org/simple',
      'find-links = /wheels',
      'https://pypi.org/simple/',
      undefined,
    ],
  ])('pip: %s', (_, url, line, index, extra) => {
    const mine = settings({ '~/.config/pip/pip.conf': `[global]\n${line}\n` });
    const { env } = trial('python:sail', pypi(url), { settings: mine });
    expect([env.PIP_INDEX_URL, env.PIP_EXTRA_INDEX_URL, env.PIP_FIND_LINKS]).toEqual([index, extra, undefined]);
  });

  it.each([
    ['npm:web', 'https://registry.npmjs.org', 'registry=https://near.example.com/\n'],
    [
      'npm:@quay/web',
      'https://ours.example.com',
      'registry=https://near.example.com/\n@quay:registry=https://ours.example.com/\n',
    ],
    ['npm:web', 'https://ours.example.com', 'registry=https://ours.example.com/\n'],
  ])('npm: %s at %s', (id, url, expected) => {
    const users =
      'registry=https://near.example.com/\n//near.example.com/:_authToken=s3cret\n@x:registry=https://${TOKEN}.example.com/\n';
    expect(trial(id, npm(url), { settings: settings({ '~/.npmrc': users }) }).files.npmrc).toBe(expected);
  });
});

describe('charts', () => {
  const oci: Registry = { protocol: 'oci', url: 'https://ghcr.io' };
  const cluster = { context: 'kind', namespace: 'try-1', settings: '/home/me/.kube/config' };
  const files = { 'Chart.yaml': 'name: pier\n', 'ci/a-values.yaml': 'a: 1\n' };

  it('are installed where there is a cluster, after the one before, and removed', () => {
    const before = { is: 'registry', released: { registry: oci, name: 'pier', version: '0.9.0' } } as const;
    const { before: first, install, after, env, files: laid } = trial('helm:pier', oci, { cluster, before }, files);
    const where = '--kube-context kind --namespace try-1';
    expect([...lines(first), ...lines(install), ...lines(after)]).toEqual([
      'helm pull oci://ghcr.io/pier --version 0.9.0 --destination pulled',
      `helm upgrade trial pulled/pier-0.9.0.tgz --install --create-namespace --wait --timeout 1s ${where} --values values/a-values.yaml`,
      'helm pull oci://ghcr.io/pier --version 1.0.0 --destination pulled',
      `helm upgrade trial pulled/pier-1.0.0.tgz --install --create-namespace --wait --timeout 1s ${where} --values values/a-values.yaml`,
      `helm uninstall trial --wait --ignore-not-found ${where}`,
      'kubectl delete namespace try-1 --ignore-not-found --context kind',
    ]);
    expect([env.KUBECONFIG, laid['values/a-values.yaml']]).toEqual(['/home/me/.kube/config', 'a: 1\n']);
  });

  it('that are libraries render and install nothing', () => {
    const library = { 'Chart.yaml': 'name: pier\ntype: library\n' };
    const { smoke, install, after } = trial('helm:pier', oci, { cluster }, library);
    expect([lines(smoke), lines(install).length, after]).toEqual([[], 1, []]);
  });
});

it('an image is run by who can run one, in a store of its own, by the digest that its registry tells', () => {
  const registry: Registry = { protocol: 'oci', url: 'http://127.0.0.1:5000' };
  const released = { registry, name: 'quay/app', version: '1.0.0' };
  const from = { is: 'registry', released, digest: 'sha256:abc' } as const;
  const { install, smoke, after } = trial('docker:quay/app', registry, { from, smoke: [['/app', '--version']] });
  const store = 'buildah --root /trial/store --runroot /trial/run --storage-driver vfs';
  expect([...lines(install), ...lines(smoke), ...lines(after)]).toEqual([
    `${store} pull --quiet --tls-verify=false docker://127.0.0.1:5000/quay/app@sha256:abc`,
    `${store} from --pull-never --name trial 127.0.0.1:5000/quay/app@sha256:abc`,
    `${store} run trial -- /app --version`,
    `${store} rm --all`,
    `${store} rmi --all --force`,
  ]);
});
