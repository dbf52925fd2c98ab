import './patience.ts';
import { main } from './main.ts';

// Not process.exit: what was written to a pipe must be out before the process ends.
process.exitCode = await main(process.argv.slice(2), process.cwd());
