/** A release as a changelog names it. */
export interface Release {
  /** As its registry spells it, and as semver reads it. */
  readonly version: string;
  readonly canonical: string;
  readonly tag: string;
  /** What stands before the version in the tag. */
  readonly prefix: string;
  readonly previous?: { readonly version: string; readonly tag: string };
  /** Whether its headings must say whose it is, because the file tells of others too. */
  readonly isNamed: boolean;
  /** What a heading calls it where the file has no form of its own. */
  readonly label: string;
  /** The heading that its style gives it, where the file has no form of its own. */
  readonly form?: { readonly level: number; readonly title: string };
}
