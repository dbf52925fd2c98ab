import { objectOf, stringOf, type JsonObject } from '../../text/json/narrow.ts';

export interface Named {
  readonly layer: JsonObject;
  readonly manifest: JsonObject;
  readonly registry: string;
  readonly repository: string;
}

/**
 * Other repositories of the same registry that likely hold a layer: where its builder took it from, and the image that it was built on.
 * A registry that finds it there takes it over, and nothing is sent.
 */
export function sourcesOf({ layer, manifest, registry, repository }: Named): readonly string[] {
  const { host } = new URL(registry);
  const pulled = Object.entries(objectOf(layer.annotations)).flatMap(([key, value]) =>
    key === `containerd.io/distribution.source.${hubOf(host)}` ? (stringOf(value) ?? '').split(',') : [],
  );
  const base = stringOf(objectOf(manifest.annotations)['org.opencontainers.image.base.name']) ?? '';
  const all = [...pulled.map((name) => name.trim()), ...repositoryOf(base, hubOf(host))];
  return [...new Set(all)].filter((name) => isName.test(name) && name !== repository);
}

/** `docker.io/library/alpine:3.20@sha256:…` at docker.io: library/alpine. */
function repositoryOf(reference: string, host: string): readonly string[] {
  const plain = reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  return plain.startsWith(`${host}/`) ? [plain.slice(host.length + 1)] : [];
}

/** Docker Hub is called otherwise by those who name images. */
const hubOf = (host: string): string => (host === 'registry-1.docker.io' ? 'docker.io' : host);

const isName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
