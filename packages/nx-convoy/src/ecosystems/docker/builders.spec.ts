import { builders, type Wanted } from './builders.ts';

const wanted: Wanted = {
  name: 'localhost/x:built',
  folder: '/s/a,b',
  context: '/s/tree',
  dockerfile: '/s/tree/Dockerfile',
  platform: 'linux/arm64',
  args: { A: 'x y; rm -rf /' },
  labels: { l: '1' },
  contexts: {
    assets: { folder: '/s/tree/assets' },
    other: { image: 'ghcr.io/x:1' },
    own: { layout: '/o/own.oci', digest: 'sha256:1', link: 'base' },
  },
  secrets: { key: 'READ_KEY' },
  cacheFrom: ['c'],
  cacheTo: [],
  epoch: 7,
};
const commandsOf = (id: string): readonly (readonly string[])[] =>
  builders.find((one) => one.id === id)?.commands(wanted) ?? [];

it.each(builders.map(({ id }) => id))('%s is told all in a list of arguments, and no value of a secret', (id) => {
  const [build = []] = commandsOf(id);
  const pairs = build.map((word, at) => `${word} ${build[at + 1] ?? ''}`);
  expect(pairs).toContain('--build-arg A=x y; rm -rf /');
  expect(pairs).toContain('--platform linux/arm64');
  expect(pairs).toContain('--label l=1');
  expect(build.at(-1)).toBe('/s/tree');
});

it.each([
  ['buildx', ['assets=/s/tree/assets', 'other=docker-image://ghcr.io/x:1', 'own=oci-layout:///o/own.oci@sha256:1']],
  ['buildah', ['assets=/s/tree/assets', 'other=container-image://ghcr.io/x:1', 'own=container-image://oci:base']],
])('%s is told what names stand for', (id, expected) => {
  const [build = []] = commandsOf(id);
  expect(build.filter((_, at) => build[at - 1] === '--build-context')).toEqual(expected);
  expect(build).toContain('id=key,env=READ_KEY');
});

it('a comma in a path does not end the value of --output', () => {
  expect(commandsOf('buildx')[0]).toContain('type=oci,tar=false,rewrite-timestamp=true,"dest=/s/a,b"');
});

/** As `docker buildx inspect` and `docker info` say it. */
it.each([
  ['a driver of its own', 0, 'Name:   x\nDriver: docker-container\n\nNodes:\nName: x0\nStatus: running\n', true],
  ['the one of docker', 0, 'Name:   default\nDriver: docker\n\nNodes:\nStatus: running\n', false],
  [
    'one that is not reached',
    0,
    'Driver: docker-container\nNodes:\nName: x0\nError:  Cannot connect to the daemon\n',
    false,
  ],
  ['containerd', 1, '[[driver-type io.containerd.snapshotter.v1]]', true],
  ['no containerd', 1, '[[Backing Filesystem extfs] [Supports d_type true]]', false],
])('buildx works with %s: %#', (_, proof, answer, works) => {
  const says = builders.find(({ id }) => id === 'buildx')?.tool.proofs?.[proof]?.says;
  expect(says?.test(answer)).toBe(works);
});
