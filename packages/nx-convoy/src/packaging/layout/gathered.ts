import type { Image } from '../../model/image.ts';

/** The folder that a builder left. Layers may be large: they are not looked at here. */
export interface Left {
  readonly look: (file: string) => Promise<Uint8Array | undefined>;
  readonly size: (file: string) => Promise<number | undefined>;
}

/** A blob, and where its bytes are: a file of the builder's folder, or here. */
export interface Blob {
  readonly digest: string;
  readonly from: string | Uint8Array;
}

export interface Gathered extends Image {
  /** All that the image is made of, each once, and nothing else that lies beside it. */
  readonly blobs: readonly Blob[];
}

/** Something that the image names is not there, or is not what it is called. */
export class Incomplete extends Error {}
