import { pgTable, uuid } from "drizzle-orm/pg-core";
import { email } from "@/lib/columns"; // an alias of the bundler's, which drizzle-kit does not know

export const users = pgTable("users", { id: uuid("id").primaryKey(), email });
