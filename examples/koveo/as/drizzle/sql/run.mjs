// Runs files of SQL on DATABASE_URL; the first error ends it.
import { readFile } from "node:fs/promises";
import pg from "pg";

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
try {
  for (const name of process.argv.slice(2)) {
    await client.query(await readFile(new URL(name, import.meta.url), "utf8"));
  }
} finally {
  await client.end();
}
