import { presenceOfFile } from '../../delivery/file-presence.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { Presence } from '../../model/registry.ts';
import { labelMoves } from '../../registries/oci/labels.ts';
import type { Answer } from './carry.ts';
import type { Sending } from './shipment.ts';

/** What a registry said, for one file of a version; a label that leads elsewhere is still to be set. */
export function answerFor({ artifact }: Delivery, { isLabel }: Sending, presence: Presence): Answer {
  if (isLabel && presence.is === 'present' && labelMoves(presence, artifact.digests)) return { is: 'absent' };
  return presenceOfFile(presence, artifact);
}
