/** An action by the commit that its tag stood on: a tag can be moved, a commit cannot. */
export interface Pin {
  readonly version: string;
  readonly commit: string;
  /** The day of the newest public repository that was seen to pin this version by this commit. */
  readonly seen: string;
}

/**
 * Supplied as data, for a generated file asks nobody. The commits are those that workflows of public repositories pin (vite, pydantic-ai, oxc,
 * prometheus-community/helm-charts, astral-sh/uv and others), each with its version beside; a newer list comes with a newer version of this tool.
 */
export const pins = {
  'actions/checkout': pin('7.0.1', '3d3c42e5aac5ba805825da76410c181273ba90b1', '2026-08-22'),
  'actions/setup-node': pin('7.0.0', '820762786026740c76f36085b0efc47a31fe5020', '2026-08-22'),
  'actions/setup-python': pin('7.0.0', '5fda3b95a4ea91299a34e894583c3862153e4b97', '2026-08-22'),
  'actions/upload-artifact': pin('7.0.1', '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a', '2026-08-22'),
  'actions/download-artifact': pin('8.0.1', '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c', '2026-08-22'),
  'astral-sh/setup-uv': pin('10.0.1', '20cfd1bf945f4377ade1205e4dbc17946fc9a30d', '2026-08-21'),
  'azure/setup-helm': pin('5.0.1', '9bc31f4ebc9c6b171d7bfbaa5d006ae7abdb4310', '2026-08-22'),
  'docker/setup-buildx-action': pin('4.2.0', 'bb05f3f5519dd87d3ba754cc423b652a5edd6d2c', '2026-08-21'),
  'docker/setup-qemu-action': pin('4.2.0', '96fe6ef7f33517b61c61be40b68a1882f3264fb8', '2026-08-07'),
  'oven-sh/setup-bun': pin('2.2.0', '0c5077e51419868618aeaa5fe8019c62421857d6', '2026-08-22'),
  'pnpm/action-setup': pin('6.0.10', '0977fd99725f1db4007ccb2928dbb4e90d06cc86', '2026-08-23'),
} as const satisfies Readonly<Record<string, Pin>>;

export type ActionName = keyof typeof pins;

function pin(version: string, commit: string, seen: string): Pin {
  return { version, commit, seen };
}

/** What jobs of CI are set up with where the repository says nothing (2026-11-20). */
export const usual = {
  node: '24',
  python: '3.13',
  helm: '4.2.3',
  maturin: '1.16.0',
  uv: '0.13.8',
  bun: '1.4.5',
  pnpm: '10.34.9',
} as const;
