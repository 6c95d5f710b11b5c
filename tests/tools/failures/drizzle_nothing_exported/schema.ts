import { pgTable, uuid } from "drizzle-orm/pg-core";

const users = pgTable("users", { id: uuid("id").primaryKey() }); // the word `export` was forgotten
