import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import semver from 'semver';
import { spellings } from '../../packages/nx-convoy/src/versions/spellings.ts';
import { describeWith } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { git } from './history.ts';

/** The table of spellings, beside the clients that have the last word. */
const versions = spellings.map(([version]) => version);

describeWith('python', ({ path }) => {
  const script =
    'import json, sys; from packaging.version import Version as V; a=json.load(sys.stdin); print(json.dumps([[str(V(v)) for v in a], [str(v) for v in sorted(map(V, a))]]))';
  const ask = (asked: readonly string[]): readonly [readonly string[], readonly string[]] =>
    JSON.parse(execFileSync(path, ['-c', script], { encoding: 'utf8', input: JSON.stringify(asked) })) as [
      string[],
      string[],
    ];

  it('takes each of ours for its normal form', () => {
    const ours = spellings.flatMap(([, python]) => (python === '-' ? [] : [python]));
    expect(ours.length).toBeGreaterThanOrEqual(30);
    expect(ask(ours)[0]).toEqual(ours);
  });

  it('sorts them as semver sorts what they stand for', () => {
    const words = /^[^-+]*(?:-(?:alpha|beta|rc)\.\d+)?$/;
    const pairs = spellings.filter(([version, python]) => python !== '-' && words.test(version));
    const sorted = [...pairs].sort(([a], [b]) => semver.compare(a, b)).map(([, python]) => python);
    expect(ask(pairs.map(([, python]) => python))[1]).toEqual(sorted);
  });

  it('sorts snapshots below the version that they lead to, by what lies behind them', () => {
    const ours = ['1.2.3', '1.2.4.dev9268435455', '1.2.4.dev10000000000', '1.2.4'];
    expect(ask([...ours].reverse())[1]).toEqual(ours);
  });
});

describeWith('cargo', ({ path, env }) => {
  it('takes each as it is', () => {
    const folder = tempFolder();
    write(folder, {
      'Cargo.toml': `[workspace]\nresolver = "2"\nmembers = ["v*"]\n`,
      ...Object.fromEntries(
        versions.flatMap((version, at) => [
          [`v${at}/Cargo.toml`, `[package]\nname = "v${at}"\nversion = "${version}"\n`],
          [`v${at}/src/lib.rs`, ''],
        ]),
      ),
    });
    const answer = execFileSync(path, ['metadata', '--no-deps', '--offline', '--format-version=1'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...env, CARGO_HOME: join(folder, '.cargo-home') },
    });
    const { packages } = JSON.parse(answer) as { packages: readonly { name: string; version: string }[] };
    const found = new Map(packages.map(({ name, version }) => [name, version]));
    expect(versions.map((_, at) => found.get(`v${at}`))).toEqual(versions);
  });
});

describeWith('helm', ({ path }) => {
  it('packs each as it is', () => {
    const folder = tempFolder();
    write(folder, { 'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n', 'app/values.yaml': '' });
    const env = { ...process.env, HELM_CACHE_HOME: join(folder, '.c'), HELM_CONFIG_HOME: join(folder, '.g') };
    for (const version of versions) {
      const out = ['package', join(folder, 'app'), '--version', version, '--destination', folder];
      expect(execFileSync(path, out, { encoding: 'utf8', env })).toContain(`app-${version}.tgz`);
    }
  });
});

it('git takes each for a tag', () => {
  for (const version of versions) expect(git('.', ['check-ref-format', `refs/tags/v${version}`])).toBe('');
});
