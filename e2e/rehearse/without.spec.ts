import { execFileSync } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describeWhere, describeWithAll } from '../../tools/toolchains/require.ts';
import { tempFolder } from '../world/folder.ts';
import { errors, fates, pier, rehearsed, sailor, type Rehearsed } from './quay.ts';
import { wheel } from './wheel.ts';

/** A machine that has all programs of this one but those: whatever brings them, they are on no PATH. */
function without(absent: RegExp, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const programs = tempFolder();
  const found = new Set<string>();
  for (const folder of (env.PATH ?? '').split(':'))
    for (const name of filesIn(folder))
      if (!absent.test(name) && !found.has(name)) {
        symlinkSync(join(folder, name), join(programs, name));
        found.add(name);
      }
  return { ...env, PATH: programs };
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const missing = ({ report }: Rehearsed): readonly (string | undefined)[] =>
  report.findings.filter(({ code }) => code.endsWith('_MISSING')).map(({ what }) => what);

describeWithAll(['helm'], ({ helm }) => {
  it('where nothing builds images, all else goes through', async () => {
    const folder = pier({
      'api/Dockerfile': 'FROM scratch\nLABEL org.opencontainers.image.version=1.0.0\nCOPY api.txt /\n',
      'api/api.txt': 'api\n',
      'deck/Chart.yaml': 'apiVersion: v2\nname: deck\nversion: 1.0.0\n',
      'deck/values.yaml': 'image:\n  repository: registry.example.com/quay/api\n  tag: 1.0.0\n',
      'deck/templates/map.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "{{ .Release.Name }}"\ndata:\n  image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
      'convoy.json': JSON.stringify({
        convoy: {
          images: [{ name: 'registry.example.com/quay/api', dockerfile: 'api/Dockerfile', context: 'api' }],
          units: Object.fromEntries(
            ['quay', 'deck'].map((name) => [`helm:${name}`, { registries: ['oci://registry.example.com/charts'] }]),
          ),
        },
      }),
    });
    const told = await rehearsed(folder, ['--no-tests'], without(/^(?:docker|buildah|podman|skopeo)/, sailor([helm])));
    expect(told.code).toBe(1);
    expect(errors(told)).toEqual(['IMAGE_BUILDER_MISSING']);
    expect(missing(told)).toEqual([
      expect.stringMatching(/Nothing here builds images: of .*buildah.*docker none answers/),
    ]);
    expect(fates(told)).toEqual([
      'docker:quay/api failed',
      'helm:deck blocked',
      'helm:quay published',
      'npm:@quay/flag published',
    ]);
    expect(told.report.units.find(({ unit }) => unit === 'helm:deck')?.because).toBe('waits for docker:quay/api');
  }, 60_000);

  it('where there is no Python, wheels and what needs them are held up', async () => {
    const folder = pier({
      ...wheel('mast', 'quay-mast', 'HEIGHT = 12\n'),
      ...wheel('boom', 'quay-boom', 'import quay_mast\n', ['quay-mast==1.0.0']),
      'boom/pyproject.toml': `${wheel('boom', 'quay-boom', '', ['quay-mast==1.0.0'])['boom/pyproject.toml'] ?? ''}[tool.uv.sources]\nquay-mast = { path = "../mast" }\n`,
    });
    const told = await rehearsed(
      folder,
      ['--no-tests'],
      without(/^(?:python|pip|uv|maturin|pyenv|pypy)/, sailor([helm])),
    );
    expect(told.code).toBe(1);
    expect(errors(told)).toEqual(['TOOL_MISSING']);
    expect(missing(told)).toEqual([expect.stringContaining('is not here')]);
    expect(fates(told)).toEqual([
      'helm:quay published',
      'npm:@quay/flag published',
      'python:quay-boom blocked',
      'python:quay-mast failed',
    ]);
  }, 60_000);
});

describeWhere(canBeAlone(), 'only root on Linux makes a machine without network', () => {
  describeWithAll(['helm', 'python', 'uv'], ({ helm, python, uv }) => {
    it('without any network, and nobody has said so', async () => {
      const folder = pier(wheel('mast', 'quay-mast', 'HEIGHT = 12\n'));
      const alone = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"'];
      const told = await rehearsed(folder, ['--no-tests'], sailor([helm, python, uv]), {
        through: alone,
        isTold: false,
      });
      expect(errors(told)).toEqual([]);
      expect(told.code).toBe(0);
      expect(fates(told)).toEqual(['helm:quay published', 'npm:@quay/flag published', 'python:quay-mast published']);
    }, 60_000);
  });
});

function canBeAlone(): boolean {
  try {
    execFileSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
