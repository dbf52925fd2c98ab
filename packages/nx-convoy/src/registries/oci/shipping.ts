import type { Credential } from '../../model/credential.ts';
import type { Parcel } from '../../model/registry.ts';
import type { Session } from './session.ts';

/** What every request of one upload is about. */
export interface Shipping {
  readonly parcel: Parcel;
  readonly by: Credential | undefined;
  readonly session: Session;
  /** `https://ghcr.io/v2/acme/ship` */
  readonly at: string;
}
