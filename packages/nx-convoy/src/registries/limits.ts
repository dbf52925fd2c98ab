import type { ProtocolId, Registry } from '../model/registry.ts';
import type { Pace } from '../model/shipment.ts';

/** What a public registry bears, with who says so. It foretells how long a release takes; the server's own answer always wins. */
export interface KnownLimit {
  readonly protocol: ProtocolId;
  /** As people call it, and its hosts. */
  readonly registry: string;
  readonly hosts: readonly string[];
  readonly of: 'new names' | 'new versions' | 'file' | 'project' | 'pulls' | 'requests';
  /** So many at once, and then again; or so many bytes. */
  readonly pace?: Pace;
  readonly bytes?: number;
  /** Whom it is counted for. */
  readonly per: string;
  readonly source: string;
  /** The day it was written, where the source tells one; else the day it was last read. */
  readonly date: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const MiB = 1024 * 1024;

const cratesIo = { protocol: 'crates', registry: 'crates.io', hosts: ['index.crates.io', 'crates.io'] } as const;
const pypi = { protocol: 'pypi', registry: 'PyPI', hosts: ['pypi.org', 'upload.pypi.org'] } as const;
const dockerHub = {
  protocol: 'oci',
  registry: 'Docker Hub',
  hosts: ['registry-1.docker.io', 'index.docker.io', 'docker.io'],
} as const;
const npm = { protocol: 'npm', registry: 'npm', hosts: ['registry.npmjs.org'] } as const;

const cratesPage = 'https://crates.io/docs/rate-limits';
const storagePage = 'https://docs.pypi.org/project-management/storage-limits/';
const pullsPage = 'https://docs.docker.com/docker-hub/usage/pulls/';

/** Only figures that the registry itself, or its people, have written down in public. */
export const knownLimits: readonly KnownLimit[] = [
  {
    ...cratesIo,
    of: 'new names',
    pace: { burst: 5, everyMs: 10 * minute },
    per: 'account',
    source: cratesPage,
    date: '2026-11-20',
  },
  {
    ...cratesIo,
    of: 'new versions',
    pace: { burst: 30, everyMs: minute },
    per: 'account',
    source: cratesPage,
    date: '2026-11-20',
  },
  {
    ...cratesIo,
    of: 'file',
    bytes: 10 * MiB,
    per: 'crate; raised on request',
    source: 'https://github.com/rust-lang/crates.io/issues/7836',
    date: '2023-12-29',
  },
  {
    ...pypi,
    of: 'new names',
    pace: { burst: 4, everyMs: day, isWindow: true },
    per: 'account, and address',
    source: 'https://github.com/pypi/warehouse/pull/20163',
    date: '2026-06-15',
  },
  { ...pypi, of: 'file', bytes: 100 * MiB, per: 'project; raised on request', source: storagePage, date: '2026-11-20' },
  {
    ...pypi,
    of: 'project',
    bytes: 10 * 1024 * MiB,
    per: 'project, all files of all versions; raised on request',
    source: storagePage,
    date: '2026-11-20',
  },
  {
    ...dockerHub,
    of: 'pulls',
    pace: { burst: 100, everyMs: 6 * hour, isWindow: true },
    per: 'address, without an account; 200 with a free one, none with a paid one',
    source: pullsPage,
    date: '2026-11-20',
  },
  {
    ...npm,
    of: 'requests',
    pace: { burst: 5_000_000, everyMs: 30 * day, isWindow: true },
    per: 'user; what it takes of publishes is not written down',
    source: 'https://docs.npmjs.com/policies/open-source-terms',
    date: '2026-08-30',
  },
];

/** What is known of a registry by its address; nothing of one that nobody wrote about. */
export function limitsAt({ protocol, url }: Registry): readonly KnownLimit[] {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return knownLimits.filter((limit) => limit.protocol === protocol && limit.hosts.includes(host));
}
