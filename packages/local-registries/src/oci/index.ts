import type { Protocol } from '../protocol.ts';
import { accessOf } from './access.ts';
import { blobRoutes } from './blob-routes.ts';
import { clients } from './clients.ts';
import { guarded, refuse } from './guard.ts';
import { layoutSource } from './layouts.ts';
import { libraryOf } from './library.ts';
import { listRoutes } from './list-routes.ts';
import { loginRoutes } from './login.ts';
import { manifestRoutes } from './manifest-routes.ts';
import { passthrough } from './passthrough.ts';
import { shelfOf } from './shelf.ts';
import { uploadRoutes } from './upload-routes.ts';
import { uploadsOf } from './uploads.ts';

/** Images, charts and whatever else is pushed to a registry of the OCI distribution specification. */
export const oci: Protocol = {
  upstream: 'https://registry-1.docker.io',
  async open(house) {
    const library = await libraryOf(house);
    const sources = [
      ...(house.packages === undefined ? [] : [layoutSource(house.packages)]),
      ...(house.upstream === undefined ? [] : [passthrough(house.upstream, house.clock)]),
    ];
    const shelf = shelfOf(house, library, sources);
    const access = accessOf(house);
    const uploads = uploadsOf(house, library);
    const routes = [
      ...loginRoutes(house, access),
      ...uploadRoutes({ uploads, library, shelf }),
      ...listRoutes(shelf, library),
      ...blobRoutes(shelf, library),
      ...manifestRoutes(house, shelf, library),
    ];
    return {
      routes: routes.map(guarded(house, access)),
      refuse: (refusal, asked) => refuse(house, refusal, asked),
      clients,
    };
  },
};
