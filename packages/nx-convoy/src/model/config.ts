/** What the user said, from nx.json or convoy.json; a missing key means: decide from the repository. */
export interface Config {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly images: readonly ImageConfig[];
}

/** An image that no file of the repository describes well enough, or several from one file. */
export interface ImageConfig {
  readonly name: string;
  readonly dockerfile: string;
  readonly context?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Unit ids or project names whose files are in the image, where its instructions do not tell. */
  readonly contains?: readonly string[];
  readonly platforms?: readonly string[];
}

export const noConfig: Config = { include: [], exclude: [], images: [] };
