// Finds or provisions the real clients that end-to-end tests drive: `npm run toolchains`.
import { isDemanded } from './demand.ts';
import { provide } from './index.ts';
import { writeRecord } from './record.ts';
import { table } from './table.ts';

const clients = await provide({ all: process.argv.includes('--all') });
writeRecord(clients);
console.log(table(clients));

const demand = process.env.CONVOY_REQUIRE_CLIENTS ?? '';
const absent = clients.filter((client) => client.state === 'missing' && isDemanded(client, demand));
if (absent.length > 0) {
  console.log(`CONVOY_REQUIRE_CLIENTS asks for ${absent.map((client) => client.name).join(', ')}.`);
  process.exitCode = 1;
}
