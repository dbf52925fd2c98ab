import type { ClientSettings } from '../../model/trial.ts';
import { buildSettings, linkersOf } from './build-settings.ts';

function user(
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): ClientSettings {
  return {
    ...{ os: 'linux', arch: 'x64', workspace: '/home/me/sea/ship' },
    variable: (name) => variables[name],
    file: (path) => files[path],
    at: (path) => path.replace('~', '/home/me'),
  };
}

it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['nothing, of nobody', {}, []],
  [
    'linkers and flags of targets',
    {
      '/home/me/.cargo/config.toml':
        '[target.x86_64-unknown-linux-gnu]\nlinker = "clang"\nrustflags = ["-C", "link-arg=-fuse-ld=mold"]\n[build]\njobs = 2\n',
    },
    [
      '"target"."x86_64-unknown-linux-gnu"."linker" = "clang"',
      '"target"."x86_64-unknown-linux-gnu"."rustflags" = ["-C", "link-arg=-fuse-ld=mold"]',
      '"build"."jobs" = 2',
    ],
  ],
  [
    'conditions are targets too',
    { '/home/me/.cargo/config.toml': `[target.'cfg(unix)']\nrunner = ["env", "-i"]\n` },
    ['"target"."cfg(unix)"."runner" = ["env", "-i"]'],
  ],
  [
    'programs with a slash stand where the settings do',
    { '/home/me/.cargo/config': '[target.x]\nlinker = "bin/ld"\n[build]\nrustc = "rustc-mine"\n' },
    ['"target"."x"."linker" = "/home/me/bin/ld"', '"build"."rustc" = "rustc-mine"'],
  ],
  [
    'nothing that opens, leads elsewhere, or writes to the user’s folders',
    {
      '/home/me/.cargo/config.toml':
        '[registry]\ntoken = "s3cret"\n[registries.ours]\nindex = "x"\ntoken = "s3cret"\n[source.crates-io]\nreplace-with = "x"\n[build]\ntarget-dir = "/x"\nrustc-wrapper = "sccache"\n[env]\nTOKEN = "s3cret"\n[net]\noffline = true\nretry = 5\n[http]\nproxy = "p"\n',
    },
    ['"http"."proxy" = "p"', '"net"."retry" = 5'],
  ],
  [
    'the nearest wins, and lists are joined',
    {
      '/home/me/.cargo/config.toml': '[build]\nrustflags = ["-A"]\njobs = 1\n',
      '/home/me/sea/.cargo/config.toml': '[build]\nrustflags = ["-B"]\njobs = 3\n',
      '/home/me/sea/ship/.cargo/config.toml': '[build]\njobs = 9\n',
    },
    ['"build"."rustflags" = ["-A", "-B"]', '"build"."jobs" = 3'],
  ],
  ['what is no TOML says nothing', { '/home/me/.cargo/config.toml': '[build\n' }, []],
])('%s', (_, files, expected) => {
  expect(buildSettings(user(files)).split('\n').filter(Boolean)).toEqual(expected);
});

it('of another home, and linkers alone where a clean place is furnished', () => {
  const home = user({ '/cargo/config.toml': '[target.x]\nlinker = "a"\nrustflags = "-B"\n' }, { CARGO_HOME: '/cargo' });
  expect(linkersOf(home)).toEqual({ x: { linker: 'a' } });
});
