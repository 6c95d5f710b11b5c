import { pgTable, text, uuid } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
  // as drizzle-kit pull writes it: a function that nobody defined
  id: uuid("id").primaryKey().default(gen_random_uuid()),
  email: text("email").notNull(),
});
