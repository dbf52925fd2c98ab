/** A blob, as registries and layouts name it. */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:…`. */
  readonly digest: string;
  readonly size: number;
}

export interface Layer extends Descriptor {
  /** Of what is inside: the same however it was packed. */
  readonly diffId?: string;
  /** When it was made, as the image tells. */
  readonly created?: string;
}

/** An image for one platform. */
export interface PlatformImage {
  /** `linux/arm64/v8`, as its configuration has it. */
  readonly platform: string;
  readonly manifest: Descriptor;
  readonly config: Descriptor;
  readonly layers: readonly Layer[];
  /** Whom it runs as; absent: root. */
  readonly user?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a tag leads to: a manifest, or an index of several. */
export interface Image {
  readonly root: Descriptor;
  readonly platforms: readonly PlatformImage[];
}

/** How a builder leaves an image: an OCI layout, what `docker save` packs, or a folder as `skopeo copy` writes it. */
export type ImageForm = 'oci' | 'docker' | 'dir';

/** What one command has made of an image: one platform, or all that somebody else built. */
export interface ImagePart {
  readonly form: ImageForm;
  /** Relative names are taken from the scratch folder. */
  readonly folder: string;
  /** What it was built for; absent where it comes as it is. */
  readonly platform?: string;
  /** What it must be, where somebody named it. */
  readonly digest?: string;
}
