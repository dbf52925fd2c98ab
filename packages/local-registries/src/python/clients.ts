import type { Address, ClientSetup } from '../protocol.ts';

/** A token never goes into arguments, which every process can read; pip and uv read without one unless the index is private. */
export function clients({ url, token }: Address, isPrivate: boolean): Readonly<Record<string, ClientSetup>> {
  const upload = `${url}/legacy/`;
  const own = new URL(`${url}/simple/`);
  if (isPrivate) [own.username, own.password] = ['__token__', token];
  const index = own.href;
  return {
    twine: {
      env: {
        TWINE_REPOSITORY_URL: upload,
        TWINE_USERNAME: '__token__',
        TWINE_PASSWORD: token,
        TWINE_NON_INTERACTIVE: '1',
      },
      args: ['--repository-url', upload],
    },
    uv: {
      env: {
        UV_PUBLISH_URL: upload,
        UV_PUBLISH_TOKEN: token,
        UV_PUBLISH_CHECK_URL: index,
        UV_DEFAULT_INDEX: index,
        UV_INSECURE_HOST: new URL(url).host,
      },
      args: isPrivate ? [] : ['--default-index', index],
    },
    pip: {
      env: { PIP_INDEX_URL: index, PIP_TRUSTED_HOST: new URL(url).hostname },
      args: isPrivate ? [] : ['--index-url', index],
    },
    maturin: {
      env: { MATURIN_REPOSITORY_URL: upload, MATURIN_PYPI_TOKEN: token, MATURIN_NON_INTERACTIVE: '1' },
      args: ['--repository-url', upload],
    },
  };
}
