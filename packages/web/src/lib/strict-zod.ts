import { config } from 'zod';

// Zod compiles schemas with `new Function` where it can; the page's policy forbids that, and the
// attempt alone would be reported. It counts for schemas made afterwards: import this file first.
config({ jitless: true });
