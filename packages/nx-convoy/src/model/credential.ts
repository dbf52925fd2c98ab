/** A value that nobody prints: as text and in JSON it is `…`. */
export interface Secret {
  reveal(): string;
}

/** What lets somebody in at a registry, and where it was found: in words that can be shown, such as `CARGO_REGISTRY_TOKEN`. */
export type Credential =
  | { readonly is: 'token'; readonly token: Secret; readonly from: string }
  | { readonly is: 'basic'; readonly user: string; readonly password: Secret; readonly from: string };
