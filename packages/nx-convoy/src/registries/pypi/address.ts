import type { Registry } from '../../model/registry.ts';
import { below } from '../reading.ts';

const known: Readonly<Record<string, string>> = {
  'pypi.org': 'https://upload.pypi.org/legacy/',
  'test.pypi.org': 'https://test.pypi.org/legacy/',
};

/** Azure Artifacts: …/_packaging/<feed>/pypi/simple/ and …/upload/. */
const azure = /(?:^|\.)(?:pkgs\.dev\.azure\.com|pkgs\.visualstudio\.com)$/;

/**
 * Where files are sent to, by turns: what somebody names; else what is above the index, as Artifactory, CodeArtifact, devpi, GitLab, Nexus and
 * pypiserver have it; else where PyPI's own server has it, for whoever runs that.
 */
export function uploadAddresses({ url, upload }: Registry): readonly [string, ...string[]] {
  if (upload !== undefined) return [upload];
  const index = new URL(below(url, ''));
  const own = known[index.hostname];
  if (own !== undefined) return [own];
  // devpi calls it +simple; an index that is called otherwise is its own place.
  const above = index.pathname.replace(/\/\+?simple\/+$/, '/');
  const address = (path: string): string => new URL(`${above}${path}`, index.origin).href;
  return azure.test(index.hostname) ? [address('upload/')] : [address(''), address('legacy/')];
}
