import type { Inquiry, Judgement, Question, Said } from '../../model/proof.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { folderOf } from '../../paths/inside.ts';
import { complaintIn, concernedLocks, inFolder, named, proven, refuted, textsOf, unproven } from '../asking.ts';

const locks = ['Chart.lock', 'requirements.lock'];
const manifests = ['Chart.yaml', 'requirements.yaml'];

/** helm compares the digest first, and fetches then; a proxy where nobody listens, and no repository or plugin of the user, keep it here. */
const alone = {
  HELM_REPOSITORY_CONFIG: '{scratch}/.helm/repositories.yaml',
  HELM_REPOSITORY_CACHE: '{scratch}/.helm/cache',
  HELM_REGISTRY_CONFIG: '{scratch}/.helm/registry.json',
  HELM_PLUGINS: '{scratch}/.helm/plugins',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '',
};

export function inquire(repo: Snapshot, touched: ReadonlySet<string>): Inquiry {
  const concerned = concernedLocks(repo, touched, named(...locks), named(...manifests));
  if (concerned.length === 0) return { files: new Map(), questions: [] };
  return { files: textsOf(repo, named(...locks, ...manifests)), questions: concerned.map(question) };
}

const question = (lock: string): Question => ({
  lock,
  client: 'helm',
  argv: ['helm', 'dependency', 'build', '--skip-refresh'],
  cwd: folderOf(lock),
  env: alone,
  command: inFolder(folderOf(lock), 'helm dependency build'),
  judge,
});

function judge({ code, text }: Said): Judgement {
  if (code === 0) return proven;
  if (/out of sync|can't get a valid version/.test(text)) return refuted(complaintIn(text));
  // What is fetched was asked for after the digest had been found right.
  return isFetching.test(text) ? proven : unproven(text);
}

const isFetching =
  /no repository definition|no cached repo|could not download|failed to (?:download|fetch|do request)|proxyconnect|could not find protocol handler|repository name/i;
