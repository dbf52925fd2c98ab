import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { time, registries, close, start, proof, said } from './workbench.ts';

afterEach(close);

describe('the issuer', () => {
  it('tells how to check what it signs', async () => {
    await start();
    const { url } = registries.oidc;
    const about = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as Record<string, string>;
    expect(about).toMatchObject({ issuer: url, id_token_signing_alg_values_supported: ['RS256'] });
    const { keys } = (await (await fetch(about.jwks_uri ?? '')).json()) as { keys: JsonWebKey[] };
    const [header = '', claims = '', signature = ''] = (await proof('pypi')).split('.');
    const key = createPublicKey({ format: 'jwk', key: keys[0] ?? {} });
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decode(header)).toMatchObject({ alg: 'RS256', kid: keys[0]?.kid });
    const now = time.now / 1000;
    expect(decode(claims)).toMatchObject({
      iss: url,
      aud: 'pypi',
      sub: 'repo:Quay/Harbor:environment:live',
      repository: 'Quay/Harbor',
      environment: 'live',
      job_workflow_ref: 'Quay/Harbor/.github/workflows/release.yml@refs/heads/main',
      iat: now,
      exp: now + 300,
    });
  });

  it('answers only with its token, and only about a job', async () => {
    await start();
    const { url, token } = registries.oidc;
    const ask = (query: string, bearer: string): Promise<Response> =>
      fetch(`${url}/id-token?${query}`, { headers: { authorization: `Bearer ${bearer}` } });
    expect((await ask('repository=a/b&workflow=c.yml', 'wrong')).status).toBe(401);
    expect(await said(await ask('repository=a&workflow=c.yml', token))).toMatch(/^400 .*repository=owner\/name/);
    expect(await said(await ask('repository=a/b&workflow=../c', token))).toMatch(/^400 .*workflow=release.yml/);
  });
});
