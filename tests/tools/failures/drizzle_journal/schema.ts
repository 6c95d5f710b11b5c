import { pgTable, uuid } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: uuid("id").primaryKey() });
export const spaces = pgTable("spaces", { id: uuid("id").primaryKey() });
