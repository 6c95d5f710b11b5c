import { pgTable, uuid, varchar } from "drizzle-orm/pg-core";

export const buildings = pgTable("buildings", { id: varchar("id").primaryKey() });
export const users = pgTable("users", { id: uuid("id").primaryKey() });

export const residences = pgTable("residences", {
  id: uuid("id").primaryKey(),
  buildingId: uuid("building_id").references(() => buildings.id), // uuid against varchar
  ownerId: uuid("owner_id").references(() => users.id),
});
