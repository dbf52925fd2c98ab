import { charts } from './charts/index.ts';
import { crates } from './crates/index.ts';
import { forge } from './forge/index.ts';
import { npm } from './npm/index.ts';
import { oci } from './oci/index.ts';
import { oidc } from './oidc/index.ts';
import type { Protocol } from './protocol.ts';
import { python } from './python/index.ts';

/** One more kind of registry is one more folder and one line. */
export const protocols = {
  crates, // cargo: the sparse index and the web API
  npm, // npm, pnpm, yarn, bun
  oci, // docker, buildah, skopeo, oras, helm: images and charts
  forge, // gh, octokit: releases, refs, checks, issues and pull requests
  charts, // helm: the classic chart repository
  python, // twine, uv, maturin, pip: the legacy upload, the simple index
  oidc, // the issuer of proofs for trusted publishing, as GitHub Actions has one
} satisfies Readonly<Record<string, Protocol>>;

export type RegistryName = keyof typeof protocols;

export const registryNames = Object.keys(protocols) as readonly RegistryName[];
