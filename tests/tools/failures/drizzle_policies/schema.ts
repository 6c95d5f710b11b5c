import { sql } from "drizzle-orm";
import { pgPolicy, pgTable, uuid } from "drizzle-orm/pg-core";

export const documents = pgTable("documents", {
  id: uuid("id").primaryKey(),
  ownerId: uuid("owner_id").notNull(),
}, () => [
  pgPolicy("documents_own", {
    using: sql`owner_id = nullif(current_setting('app.user_id', true), '')::uuid`,
  }),
]);
