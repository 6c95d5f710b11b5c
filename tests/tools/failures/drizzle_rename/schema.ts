import { pgTable, text, uuid } from "drizzle-orm/pg-core";

export const demandsComments = pgTable("demands_comments", {
  id: uuid("id").primaryKey(),
  body: text("body").notNull(),
});
