import type { Registries } from '../start.ts';
import { jobEnvironment } from '../trust/job.ts';
import { wheelName, wheelOf } from './write-wheel.ts';
import { type Name, workbench, sha256, post, said, listing, rope } from './workbench.ts';

const { start, close } = workbench();
afterEach(close);

describe('provenance', () => {
  const statement = (name: string, digest: string): string =>
    JSON.stringify([
      {
        version: 1,
        verification_material: { certificate: 'x', transparency_entries: [] },
        envelope: {
          statement: Buffer.from(JSON.stringify({ subject: [{ name, digest: { sha256: digest } }] })).toString(
            'base64',
          ),
          signature: 'eA==',
        },
      },
    ]);
  const granted = async (at: Registries<Name>): Promise<string> => {
    const job = { repository: 'quay/harbor', workflow: 'release.yml', environment: 'live' };
    const env = jobEnvironment(at.oidc, job);
    const asked = await fetch(`${env.ACTIONS_ID_TOKEN_REQUEST_URL ?? ''}&audience=pypi`, {
      headers: { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''}` },
    });
    const { value } = (await asked.json()) as { value: string };
    const answer = await fetch(`${at.python.url}/_/oidc/mint-token`, {
      method: 'POST',
      body: JSON.stringify({ token: value }),
    });
    return ((await answer.json()) as { token: string }).token;
  };
  const publishers = [{ registry: 'python', package: 'quay-rope', repository: 'quay/harbor', workflow: 'release.yml' }];

  it('is kept and served with who published', async () => {
    const at = await start({ publishers });
    const attestations = statement(wheelName(rope), sha256(wheelOf(rope)));
    expect((await post(at, rope, { token: await granted(at), fields: { attestations } })).status).toBe(200);
    const [file] = (await listing(at, 'quay-rope')).files;
    const answer = await fetch(String(file?.provenance));
    expect(answer.headers.get('content-type')).toBe('application/vnd.pypi.integrity.v1+json');
    expect(await answer.json()).toEqual({
      version: 1,
      attestation_bundles: [
        {
          publisher: { kind: 'GitHub', repository: 'quay/harbor', workflow: 'release.yml', environment: 'live' },
          attestations: JSON.parse(attestations) as unknown,
        },
      ],
    });
  });

  it.each<[string, string, string]>([
    ['another file', statement('x.whl', ''), 'subject does not match distribution name'],
    ['other bytes', statement(wheelName(rope), '0'), 'subject does not match distribution digest'],
    ['no list', '{}', 'Malformed attestations'],
    ['no envelope', '[{"version":1}]', 'Malformed attestations'],
    ['no JSON', '[', 'Malformed attestations'],
  ])('is refused where it is about %s', async (_, attestations, words) => {
    const at = await start({ publishers });
    const answer = await post(at, rope, { token: await granted(at), fields: { attestations } });
    expect(said(answer)).toContain(`400 Invalid attestations supplied during upload: ${words}`);
  });
});
