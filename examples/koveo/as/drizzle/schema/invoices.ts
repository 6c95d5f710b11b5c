// Invoices. Vendors, and what they ask for.
import { sql } from "drizzle-orm";
import {
  boolean, check, date, foreignKey, index, jsonb, numeric, pgTable, text, timestamp, unique, uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { organizations, users } from "./core";
import { documents } from "./documents";
import { paymentType, schedulePayment } from "./financial";
import { buildings, residences } from "./property";
import { citext } from "./types";

/** Suppliers of an organization. */
export const vendors = pgTable("vendors", {
  id: uuid("id").primaryKey().defaultRandom(),
  organizationId: uuid("organization_id").notNull(),
  name: text("name").notNull(),
  category: varchar("category", { length: 50 }).notNull().default("general"),
  email: citext("email"),
  phone: varchar("phone", { length: 30 }),
  address: text("address"),
  taxNumber: varchar("tax_number", { length: 20 }),
  isPreferred: boolean("is_preferred").notNull().default(false),
  rating: numeric("rating", { precision: 2, scale: 1 }),
  notes: text("notes"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "vendors_organization_id_fkey",
    columns: [table.organizationId],
    foreignColumns: [organizations.id],
  }).onDelete("cascade"),
  unique("vendors_organization_name_key").on(table.organizationId, table.name),
  check("vendors_rating_check", sql`rating between 0 and 5`),
]);

/** What suppliers ask for. */
export const invoices = pgTable("invoices", {
  id: uuid("id").primaryKey().defaultRandom(),
  buildingId: uuid("building_id").notNull(),
  residenceId: uuid("residence_id"),
  documentId: uuid("document_id"),
  invoiceNumber: varchar("invoice_number", { length: 100 }).notNull(),
  vendorName: text("vendor_name").notNull(),
  totalAmount: numeric("total_amount", { precision: 12, scale: 2 }).notNull(),
  amountPaid: numeric("amount_paid", { precision: 12, scale: 2 }).notNull().default(sql`0`),
  balanceDue: numeric("balance_due", { precision: 12, scale: 2 })
    .generatedAlwaysAs(sql`total_amount - amount_paid`),
  dueDate: date("due_date").notNull(),
  paymentType: paymentType("payment_type").notNull().default("unique"),
  frequency: schedulePayment("frequency"),
  startDate: date("start_date"),
  isAiExtracted: boolean("is_ai_extracted").notNull().default(false),
  aiExtractionData: jsonb("ai_extraction_data"),
  createdBy: uuid("created_by").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  vendorId: uuid("vendor_id"),
}, (table) => [
  foreignKey({
    name: "invoices_building_id_fkey",
    columns: [table.buildingId],
    foreignColumns: [buildings.id],
  }).onDelete("restrict"),
  foreignKey({
    name: "invoices_created_by_fkey",
    columns: [table.createdBy],
    foreignColumns: [users.id],
  }),
  foreignKey({
    name: "invoices_document_id_fkey",
    columns: [table.documentId],
    foreignColumns: [documents.id],
  }).onDelete("set null"),
  foreignKey({
    name: "invoices_residence_id_fkey",
    columns: [table.residenceId],
    foreignColumns: [residences.id],
  }).onDelete("set null"),
  foreignKey({
    name: "invoices_vendor_id_fkey",
    columns: [table.vendorId],
    foreignColumns: [vendors.id],
  }).onDelete("set null"),
  check("invoices_amount_check", sql`amount_paid between 0 and total_amount`),
  check(
    "invoices_recurrent_check",
    sql`payment_type = 'unique' or (frequency is not null and start_date is not null)`,
  ),
  index("invoices_building_due_idx").on(table.buildingId, table.dueDate),
  index("invoices_number_idx").on(sql`lower(invoice_number)`),
  index("invoices_vendor_idx").on(table.vendorId).where(sql`vendor_id is not null`),
]);
