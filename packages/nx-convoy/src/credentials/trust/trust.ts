import type { Entry, Pockets, Secret } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Problem } from '../../model/problem.ts';

/** What came of asking a registry for a token of this job's own. */
export type Minted =
  | { readonly is: 'minted'; readonly token: Secret; readonly until: number; readonly from: string }
  /** It gives out none to anybody. */
  | { readonly is: 'unoffered' }
  | { readonly is: 'refused'; readonly problem: Problem };

/** How one kind of registry trusts jobs instead of tokens. */
export interface Trusting {
  /** Variables by which CI hands over a proof for this registry. */
  variables(entry: Entry): readonly string[];
  /** Which entries are served by one token. */
  scope(entry: Entry): string;
  mint(entry: Entry, pockets: Pockets, now: number): Dialogue<Minted>;
  /** Hands a token back; what comes of it changes nothing, for it ends by itself. */
  burn?(entry: Entry, token: Secret): Dialogue<void>;
  /** What must be done before, for a name that the registry does not know yet. */
  readonly firstTime: string;
}
