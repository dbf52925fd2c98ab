import { digestOf, workbench, type Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => (bench = await workbench()));
afterEach(() => bench.close());

it('takes a push whose answer is lost, so that a second try finds it there', async () => {
  bench.registries.fault({ does: 'lose-reply', path: '/v2/*name/manifests/:reference', method: 'PUT' });
  await expect(bench.image('app', '1')).rejects.toThrow('502');
  expect((await bench.ask('HEAD', '/v2/app/manifests/1')).short).toBe('200');
});

it('shows tags later on demand, and what is pulled by digest at once', async () => {
  await bench.image('app', '1', { annotations: { is: 'first' } });
  bench.registries.fault({ does: 'stale' });
  await bench.image('app', '2');
  expect(JSON.parse((await bench.ask('GET', '/v2/app/tags/list')).text)).toMatchObject({ tags: ['1'] });
  expect((await bench.ask('GET', '/v2/app/manifests/2')).short).toBe('404 MANIFEST_UNKNOWN');
  bench.registries.clearFaults();
  expect((await bench.ask('GET', '/v2/app/manifests/2')).short).toBe('200');
});

it.each([
  [{ does: 'refuse', status: 429, retryAfter: 7 } as const, '429 TOOMANYREQUESTS'],
  [{ does: 'refuse', status: 500 } as const, '500 UNKNOWN'],
  [{ does: 'read-only' } as const, '503 UNAVAILABLE'],
  [{ does: 'expire-token' } as const, '401 UNAUTHORIZED'],
])('says %j in its own words', async (fault, short) => {
  bench.registries.fault(fault);
  const said = await bench.ask('POST', '/v2/app/blobs/uploads/');
  expect(said.short).toBe(short);
  if (said.status === 429) expect(said.headers.get('retry-after')).toBe('7');
});

it('lets an upload that broke off in the middle go on from where it was', async () => {
  const content = 'x'.repeat(200_000);
  const begun = await bench.ask('POST', '/v2/app/blobs/uploads/');
  const at = begun.headers.get('location') ?? '';
  bench.registries.fault({ does: 'reset', when: 'during', method: 'PATCH', path: '/v2/*name/blobs/uploads/:id' });
  await expect(bench.ask('PATCH', at, { body: content })).rejects.toThrow();
  const { headers } = await bench.ask('GET', at);
  expect(headers.get('range')).toBe('0-0');
  expect((await bench.ask('PATCH', at, { body: content, headers: { 'content-range': '0-199999' } })).short).toBe('202');
  expect((await bench.ask('PUT', `${at}?digest=${digestOf(content)}`)).short).toBe('201');
});
