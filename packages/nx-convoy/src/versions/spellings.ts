/** semver | PEP 440 | image tag | candidate; `-` where a registry has no way to say it. */
const table = `
0.0.1                  | 0.0.1             | 0.0.1                  | 0.0.1
0.1.0                  | 0.1.0             | 0.1.0                  | 0.1.0
1.0.0                  | 1.0.0             | 1.0.0                  | 1.0.0
1.2.3                  | 1.2.3             | 1.2.3                  | 1.2.3
10.20.30               | 10.20.30          | 10.20.30               | 10.20.30
2026.11.20             | 2026.11.20        | 2026.11.20             | 2026.11.20
1.0.0-alpha.1          | 1.0.0a1           | 1.0.0-alpha.1          | 1.0.0-alpha.1
1.0.0-alpha.0          | 1.0.0a0           | 1.0.0-alpha.0          | 1.0.0-alpha.0
1.0.0-alpha            | 1.0.0a0           | 1.0.0-alpha            | 1.0.0-alpha
1.0.0-alpha1           | 1.0.0a1           | 1.0.0-alpha1           | 1.0.0-alpha1
1.0.0-a.2              | 1.0.0a2           | 1.0.0-a.2              | 1.0.0-a.2
1.0.0-a2               | 1.0.0a2           | 1.0.0-a2               | 1.0.0-a2
1.0.0-beta.1           | 1.0.0b1           | 1.0.0-beta.1           | 1.0.0-beta.1
1.0.0-beta             | 1.0.0b0           | 1.0.0-beta             | 1.0.0-beta
1.0.0-b.3              | 1.0.0b3           | 1.0.0-b.3              | 1.0.0-b.3
1.0.0-beta12           | 1.0.0b12          | 1.0.0-beta12           | 1.0.0-beta12
1.0.0-rc.1             | 1.0.0rc1          | 1.0.0-rc.1             | 1.0.0-RC1
1.0.0-rc.10            | 1.0.0rc10         | 1.0.0-rc.10            | 1.0.0-RC10
1.0.0-rc1              | 1.0.0rc1          | 1.0.0-rc1              | 1.0.0-rc1
1.0.0-rc               | 1.0.0rc0          | 1.0.0-rc               | 1.0.0-rc
1.0.0-RC1              | 1.0.0rc1          | 1.0.0-RC1              | 1.0.0-RC1
1.3.0-RC2              | 1.3.0rc2          | 1.3.0-RC2              | 1.3.0-RC2
1.0.0-c.1              | 1.0.0rc1          | 1.0.0-c.1              | 1.0.0-c.1
1.0.0-pre.1            | 1.0.0rc1          | 1.0.0-pre.1            | 1.0.0-pre.1
1.0.0-preview.4        | 1.0.0rc4          | 1.0.0-preview.4        | 1.0.0-preview.4
1.0.0-dev.0            | 1.0.0.dev0        | 1.0.0-dev.0            | 1.0.0-dev.0
1.0.0-dev.12           | 1.0.0.dev12       | 1.0.0-dev.12           | 1.0.0-dev.12
1.0.0-dev              | 1.0.0.dev0        | 1.0.0-dev              | 1.0.0-dev
1.0.0-post.1           | 1.0.0.post1       | 1.0.0-post.1           | 1.0.0-post.1
1.0.0-alpha.1.dev.2    | 1.0.0a1.dev2      | 1.0.0-alpha.1.dev.2    | 1.0.0-alpha.1.dev.2
1.0.0-rc.1.dev.0       | 1.0.0rc1.dev0     | 1.0.0-rc.1.dev.0       | 1.0.0-rc.1.dev.0
1.0.0+build.5          | 1.0.0+build.5     | 1.0.0_build.5          | 1.0.0+build.5
1.0.0+sha-1f2e3d       | 1.0.0+sha.1f2e3d  | 1.0.0_sha-1f2e3d       | 1.0.0+sha-1f2e3d
1.0.0-rc.1+Build.5     | 1.0.0rc1+build.5  | 1.0.0-rc.1_Build.5     | 1.0.0-RC1
1.0.0-alpha.1+x        | 1.0.0a1+x         | 1.0.0-alpha.1_x        | 1.0.0-alpha.1+x
1.2.4-canary.57.g1a2b3c4 | 1.2.4.dev57027440068 | 1.2.4-canary.57.g1a2b3c4 | 1.2.4-canary.57.g1a2b3c4
1.0.0-next.1           | -                 | 1.0.0-next.1           | 1.0.0-next.1
1.0.0-canary.20261120  | -                 | 1.0.0-canary.20261120  | 1.0.0-canary.20261120
1.0.0-rc.1.2           | -                 | 1.0.0-rc.1.2           | 1.0.0-rc.1.2
1.0.0-0                | -                 | 1.0.0-0                | 1.0.0-0
1.0.0-x.7.z.92         | -                 | 1.0.0-x.7.z.92         | 1.0.0-x.7.z.92
1.0.0-beta.x           | -                 | 1.0.0-beta.x           | 1.0.0-beta.x
`;

/** By row: the version, and how each writes it. For tests beside the code and beside real clients. */
export const spellings: readonly (readonly [version: string, python: string, image: string, candidate: string])[] =
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()) as [string, string, string, string]);
