// Documents. Files and where they belong.
import { sql } from "drizzle-orm";
import {
  bigint, boolean, check, foreignKey, index, pgEnum, pgTable, text, timestamp, uuid, varchar,
} from "drizzle-orm/pg-core";
import { users } from "./core";
import { buildings, residences } from "./property";

export const documentType = pgEnum("document_type", [
  "bylaw", "financial", "maintenance", "legal", "meeting_minutes", "insurance", "contracts",
  "permits", "inspection", "other",
]);

/** Files of a building or a residence; the bytes live in object storage. */
export const documents = pgTable("documents", {
  id: uuid("id").primaryKey().defaultRandom(),
  buildingId: uuid("building_id"),
  residenceId: uuid("residence_id"),
  name: text("name").notNull(),
  description: text("description"),
  documentType: documentType("document_type").notNull(),
  filePath: text("file_path").notNull().unique("documents_file_path_key"),
  fileName: text("file_name").notNull(),
  fileSize: bigint("file_size", { mode: "number" }),
  mimeType: varchar("mime_type", { length: 100 }),
  isVisibleToTenants: boolean("is_visible_to_tenants").notNull().default(false),
  uploadedById: uuid("uploaded_by_id").notNull(),
  attachedToType: varchar("attached_to_type", { length: 50 }),
  attachedToId: uuid("attached_to_id"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  contentHash: text("content_hash"),
}, (table) => [
  foreignKey({
    name: "documents_building_id_fkey",
    columns: [table.buildingId],
    foreignColumns: [buildings.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "documents_residence_id_fkey",
    columns: [table.residenceId],
    foreignColumns: [residences.id],
  }),
  foreignKey({
    name: "documents_uploaded_by_id_fkey",
    columns: [table.uploadedById],
    foreignColumns: [users.id],
  }),
  check("documents_file_size_check", sql`file_size >= 0`),
  index("documents_attached_idx")
    .on(table.attachedToType, table.attachedToId)
    .where(sql`attached_to_id is not null`),
  index("documents_name_trgm_idx").using("gin", table.name.op("gin_trgm_ops")),
]);
