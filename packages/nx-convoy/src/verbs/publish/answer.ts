import type { Delivery } from '../../model/delivery.ts';
import type { Presence } from '../../model/registry.ts';
import { presenceOfFile } from '../../delivery/file-presence.ts';
import type { Answer } from './carry.ts';

/** What a registry said of a version, for one file of it. */
export const answerFor = ({ artifact }: Delivery, presence: Presence): Answer => presenceOfFile(presence, artifact);
