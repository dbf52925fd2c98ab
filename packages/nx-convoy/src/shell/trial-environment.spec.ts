import { forTrials } from './trial-environment.ts';

const machine = {
  ...{
    PATH: '/bin',
    LANG: 'C.UTF-8',
    SSL_CERT_FILE: '/certs',
    https_proxy: 'http://proxy.example.com',
    HOME: '/nowhere',
  },
  ...{ RUSTUP_TOOLCHAIN: 'stable', CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER: 'clang' },
};

it('takes over the machine, and nothing that is the user’s', () => {
  const users = {
    ...{ CARGO_REGISTRY_TOKEN: 's3cret', PIP_FIND_LINKS: '/wheels', npm_config_registry: 'x', RUSTFLAGS: '-C x' },
    ...{
      HTTPS_PROXY: 'http://me:s3cret@proxy.example.com',
      AWS_PROFILE: 'me',
      GITHUB_TOKEN: 's3cret',
      PYTHONPATH: '/x',
    },
  };
  const expected = Object.fromEntries(Object.entries(machine).filter(([name]) => name !== 'HOME'));
  expect(forTrials({ ...machine, ...users }, [])).toEqual(expected);
});

it('lets through what is named', () => {
  const token = { CARGO_REGISTRIES_OURS_TOKEN: 's3cret' };
  expect(forTrials({ ...machine, ...token }, ['CARGO_REGISTRIES_OURS_TOKEN', 'ABSENT'])).toMatchObject(token);
});
