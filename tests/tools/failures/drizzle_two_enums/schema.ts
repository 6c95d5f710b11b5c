import { pgEnum, pgTable, uuid } from "drizzle-orm/pg-core";

const developmentStatus = pgEnum("suggestion_status", ["New", "Acknowledged", "Done"]);
const maintenanceStatus = pgEnum("suggestion_status", ["pending", "accepted", "rejected"]);

export { developmentStatus, maintenanceStatus };

export const suggestions = pgTable("suggestions", {
  id: uuid("id").primaryKey(),
  status: maintenanceStatus("status").notNull(),
});
