import type { DocumentationPage, Documented } from '../../model/documentation.ts';
import type { HttpAnswer } from '../../model/http.ts';
import { jsonIn } from '../../text/json/lenient.ts';
import { isObject, listOf } from '../../text/json/narrow.ts';
import { hasLibrary } from './targets.ts';
import { isUsual } from './trial-config.ts';

/** docs.rs builds what crates.io has, and of crates without a library nothing. */
export function documented({
  unit,
  released: { registry, name, version },
  repo,
}: Documented): readonly DocumentationPage[] {
  if (!isUsual(registry) || !hasLibrary(unit, repo)) return [];
  return [
    {
      url: `https://docs.rs/${name}/${version}/`,
      ask: `https://docs.rs/crate/${name}/${version}/builds.json`,
      state,
    },
  ];
}

/** Its builds, newest first. `status.json` tells false for what failed and for what still waits; here what waits is not in the list. */
function state({ status, text }: HttpAnswer): 'there' | 'pending' | 'failed' {
  const [newest] = status === 200 ? listOf(jsonIn(text)) : [];
  if (!isObject(newest) || newest.build_status === 'in_progress') return 'pending';
  return newest.build_status === true || newest.build_status === 'success' ? 'there' : 'failed';
}
