/** Where the forge is mounted: at the root as github.com has it, or below `/api` as GitHub Enterprise Server has it. */
export interface Mount {
  readonly api: '' | '/api/v3';
  readonly uploads: '' | '/api/uploads';
}

export const mounts: readonly Mount[] = [
  { api: '', uploads: '' },
  { api: '/api/v3', uploads: '/api/uploads' },
];

/** The addresses that answers hold. */
export interface Links {
  /** `http://127.0.0.1:4000/repos/owner/name` */
  readonly api: (path: string) => string;
  readonly uploads: (path: string) => string;
  /** What a browser would show. */
  readonly web: (path: string) => string;
}

export function linksOf(origin: string, { api, uploads }: Mount): Links {
  return {
    api: (path) => `${origin}${api}${path}`,
    uploads: (path) => `${origin}${uploads}${path}`,
    web: (path) => `${origin}${path}`,
  };
}

/** A name in a path: slashes stay what they are, as GitHub writes tags. */
export const written = (name: string): string => name.split('/').map(encodeURIComponent).join('/');
