import type { ImageForm } from '../../model/image.ts';
import { compose, type Composed } from './compose.ts';
import { gather } from './gather.ts';
import type { Gathered, Left } from './gathered.ts';
import { blobFile, described, digestOf, types } from './names.ts';

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

type Files = Readonly<Record<string, Uint8Array>>;

const left = (files: Files): Left => ({
  look: (file) => Promise.resolve(files[file]),
  size: (file) => Promise.resolve(files[file]?.length),
});

const settings = (architecture: string): Uint8Array =>
  bytes({
    architecture,
    os: 'linux',
    config: { User: 'ship', Labels: { a: 'b' } },
    rootfs: { type: 'layers', diff_ids: [digestOf(bytes(`tar ${architecture}`))] },
    history: [{ created: '2026-01-01T00:00:00Z' }, { created: '2026-01-02T00:00:00Z', empty_layer: true }],
  });

/** A layout as a builder leaves it, with a blob that belongs to nobody. */
function layout(architecture = 'amd64'): Files {
  const [layer, config] = [bytes(`tar ${architecture}`), settings(architecture)];
  const manifest = bytes({
    schemaVersion: 2,
    config: described(types.config, config),
    layers: [described(types.layer, layer)],
  });
  const blobs = [layer, config, manifest, bytes('stray')].map((blob) => [blobFile(digestOf(blob)), blob] as const);
  return {
    ...Object.fromEntries(blobs),
    'oci-layout': bytes('{}'),
    'index.json': bytes({ manifests: [described(types.manifest, manifest)] }),
  };
}

async function gathered(files: Files, form: ImageForm = 'oci'): Promise<Gathered> {
  const image = await gather(form, left(files));
  if (!image.ok) throw new Error(image.problems[0]?.what);
  return image.value;
}

/** A composed layout as files. */
function written({ files }: Composed, parts: readonly Files[]): Files {
  const bytesOf = (from: Composed['files'][number]['from']): Uint8Array =>
    from instanceof Uint8Array ? from : (parts[from.part]?.[from.file] ?? bytes('gone'));
  return Object.fromEntries(files.map(({ name, from }) => [name, bytesOf(from)]));
}

it('one image stays what its builder made, without what lies beside it', async () => {
  const files = layout();
  const image = await gathered(files);
  expect(image.platforms).toMatchObject([
    { platform: 'linux/amd64', user: 'ship', labels: { a: 'b' }, layers: [{ created: '2026-01-01T00:00:00Z' }] },
  ]);
  const composed = compose([image], '1.0.0');
  expect(composed.root).toEqual(image.root);
  expect(composed.files.map(({ name }) => name)).not.toContain(blobFile(digestOf(bytes('stray'))));
  expect(composed.files).toHaveLength(5);
  const again = await gathered(written(composed, [files]));
  expect([again.root, again.platforms]).toEqual([image.root, image.platforms]);
});

it('several get one index, which is an image again', async () => {
  const parts = [layout('amd64'), layout('arm64')];
  const composed = compose(await Promise.all(parts.map((part) => gathered(part))), '1.0.0');
  expect(composed.root.mediaType).toBe(types.index);
  const files = written(composed, parts);
  const again = await gathered(files);
  expect(again.platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
  expect(again.root).toEqual(composed.root);
  expect(compose([again], '1.0.0').files.map(({ name }) => name)).toEqual(composed.files.map(({ name }) => name));
});

it('a proof of how it was built comes along, and is no platform', async () => {
  const files = layout();
  const proof = layout('none');
  const [image, other] = [await gathered(files), await gathered(proof)];
  const index = bytes({
    manifests: [image.root, { ...other.root, platform: { os: 'unknown', architecture: 'unknown' } }],
  });
  const all = {
    ...proof,
    ...files,
    [blobFile(digestOf(index))]: index,
    'index.json': bytes({ manifests: [described(types.index, index)] }),
  };
  const whole = await gathered(all);
  expect(whole.platforms.map(({ platform }) => platform)).toEqual(['linux/amd64']);
  expect(whole.blobs).toHaveLength(7);
});

it('what docker saves becomes an image', async () => {
  const config = settings('amd64');
  const saved = {
    'manifest.json': bytes([{ Config: 'c.json', RepoTags: ['x:1'], Layers: ['l/layer.tar'] }]),
    'c.json': config,
    'l/layer.tar': bytes('tar amd64'),
  };
  const image = await gathered(saved, 'docker');
  const files = written(compose([image], '1'), [saved]);
  expect((await gathered(files)).platforms).toEqual(image.platforms);
  expect(image.platforms).toMatchObject([{ platform: 'linux/amd64', layers: [{ mediaType: types.layer }] }]);
});

it('a folder of skopeo keeps its manifest byte by byte', async () => {
  const files = layout();
  const { root } = await gathered(files);
  const named = Object.entries(files).map(([name, blob]) => [
    digestOf(blob) === root.digest ? 'manifest.json' : name.replace('blobs/sha256/', ''),
    blob,
  ]);
  expect((await gathered(Object.fromEntries(named) as Files, 'dir')).root.digest).toBe(root.digest);
});

it.each<[string, Files, ImageForm]>([
  ['nothing', {}, 'oci'],
  ['nothing saved', {}, 'docker'],
  ['no folder', {}, 'dir'],
  ['a manifest that is not there', { 'index.json': layout()['index.json'] ?? bytes('') }, 'oci'],
  [
    'a manifest of other bytes',
    Object.fromEntries(
      Object.keys(layout()).map((name) => [name, name === 'index.json' ? (layout()[name] ?? bytes('')) : bytes({})]),
    ),
    'oci',
  ],
  [
    'a path for a digest',
    { 'index.json': bytes({ manifests: [{ digest: 'sha256:../../etc/passwd', size: 1 }] }) },
    'oci',
  ],
  ['no JSON', { 'index.json': bytes('{') }, 'oci'],
])('%s is a problem', async (_, files, form) => {
  expect(await gather(form, left(files))).toMatchObject({ ok: false, problems: [{ code: 'IMAGE_INCOMPLETE' }] });
});
