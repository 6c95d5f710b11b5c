// Operations. Requests, demands and notifications of daily life in a building.
import { sql } from "drizzle-orm";
import {
  bigint, boolean, foreignKey, index, integer, jsonb, numeric, pgEnum, pgMaterializedView,
  pgTable, serial, text, timestamp, unique, uuid, varchar,
} from "drizzle-orm/pg-core";
import { users } from "./core";
import { buildings, residences } from "./property";
import { issueSeverity } from "./types";

export const maintenancePriority = pgEnum("maintenance_priority", [
  "low", "medium", "high", "urgent",
]);
export const maintenanceStatus = pgEnum("maintenance_status", [
  "submitted", "acknowledged", "in_progress", "completed", "cancelled",
]);
export const notificationType = pgEnum("notification_type", [
  "bill_reminder", "bill_overdue", "bill_paid", "maintenance_update", "maintenance_scheduled",
  "announcement", "system", "emergency", "document_uploaded", "invitation",
  "permission_changed", "budget_approved", "meeting", "welcome", "other", "vendor_assigned",
]);
export const demandType = pgEnum("demand_type", [
  "maintenance", "complaint", "information", "other",
]);
export const demandStatus = pgEnum("demand_status", [
  "draft", "submitted", "under_review", "approved", "in_progress", "completed", "rejected",
  "cancelled",
]);
export const bugCategory = pgEnum("bug_category", [
  "ui_ux", "functionality", "performance", "data", "security", "integration", "other",
]);
export const bugStatus = pgEnum("bug_status", [
  "new", "acknowledged", "in_progress", "resolved", "closed",
]);
export const featureRequestCategory = pgEnum("feature_request_category", [
  "dashboard", "property_management", "resident_management", "financial_management",
  "maintenance", "document_management", "communication", "reports", "mobile_app", "other",
]);
export const featureRequestStatus = pgEnum("feature_request_status", [
  "submitted", "under_review", "planned", "in_progress", "completed", "rejected",
]);

/** Something is broken and somebody should come. */
export const maintenanceRequests = pgTable("maintenance_requests", {
  id: uuid("id").primaryKey().defaultRandom(),
  residenceId: uuid("residence_id").notNull(),
  submittedBy: uuid("submitted_by").notNull(),
  assignedTo: uuid("assigned_to"),
  title: text("title").notNull(),
  description: text("description").notNull(),
  category: varchar("category", { length: 50 }).notNull(),
  priority: maintenancePriority("priority").notNull().default("medium"),
  status: maintenanceStatus("status").notNull().default("submitted"),
  estimatedCost: numeric("estimated_cost", { precision: 10, scale: 2 }),
  actualCost: numeric("actual_cost", { precision: 10, scale: 2 }),
  scheduledDate: timestamp("scheduled_date", { withTimezone: true }),
  completedDate: timestamp("completed_date", { withTimezone: true }),
  notes: text("notes"),
  images: jsonb("images").notNull().default([]),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "maintenance_requests_assigned_to_fkey",
    columns: [table.assignedTo],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  foreignKey({
    name: "maintenance_requests_residence_id_fkey",
    columns: [table.residenceId],
    foreignColumns: [residences.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "maintenance_requests_submitted_by_fkey",
    columns: [table.submittedBy],
    foreignColumns: [users.id],
  }),
  index("maintenance_requests_open_idx")
    .on(table.priority, table.createdAt)
    .where(sql`status not in ('completed', 'cancelled')`),
]);

/** The bell at the top of the screen. */
export const notifications = pgTable("notifications", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id").notNull(),
  type: notificationType("type").notNull(),
  title: text("title").notNull(),
  message: text("message").notNull(),
  relatedEntityId: uuid("related_entity_id"),
  relatedEntityType: varchar("related_entity_type", { length: 50 }),
  isRead: boolean("is_read").notNull().default(false),
  readAt: timestamp("read_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  deliveryId: uuid("delivery_id"),
}, (table) => [
  foreignKey({
    name: "notifications_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  index("notifications_unread_idx")
    .on(table.userId, table.createdAt.desc().nullsFirst())
    .where(sql`not is_read`),
]);

/** A resident asks; somebody reviews; something happens. */
export const demands = pgTable("demands", {
  id: uuid("id").primaryKey().defaultRandom(),
  submitterId: uuid("submitter_id").notNull(),
  type: demandType("type").notNull(),
  title: text("title").notNull(),
  assignationResidenceId: uuid("assignation_residence_id"),
  assignationBuildingId: uuid("assignation_building_id"),
  description: text("description").notNull(),
  residenceId: uuid("residence_id"),
  buildingId: uuid("building_id").notNull(),
  status: demandStatus("status").notNull().default("draft"),
  reviewNotes: text("review_notes"),
  reviewedBy: uuid("reviewed_by"),
  reviewedAt: timestamp("reviewed_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  filePath: text("file_path"),
  fileName: text("file_name"),
}, (table) => [
  foreignKey({
    name: "demands_assignation_building_id_fkey",
    columns: [table.assignationBuildingId],
    foreignColumns: [buildings.id],
  }).onDelete("set null"),
  foreignKey({
    name: "demands_assignation_residence_id_fkey",
    columns: [table.assignationResidenceId],
    foreignColumns: [residences.id],
  }).onDelete("set null"),
  foreignKey({
    name: "demands_building_id_fkey",
    columns: [table.buildingId],
    foreignColumns: [buildings.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "demands_residence_id_fkey",
    columns: [table.residenceId],
    foreignColumns: [residences.id],
  }),
  foreignKey({
    name: "demands_reviewed_by_fkey",
    columns: [table.reviewedBy],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  foreignKey({
    name: "demands_submitter_id_fkey",
    columns: [table.submitterId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  index("demands_building_status_idx").on(table.buildingId, table.status),
  index("demands_waiting_idx")
    .on(table.createdAt)
    .where(sql`status in ('submitted', 'under_review')`),
]);

/** The talk under a demand. */
export const demandsComments = pgTable("demands_comments", {
  id: uuid("id").primaryKey().defaultRandom(),
  demandId: uuid("demand_id").notNull(),
  orderIndex: integer("order_index").notNull().default(0),
  commentText: text("comment_text").notNull(),
  commentType: varchar("comment_type", { length: 20 }).notNull().default("comment"),
  isInternal: boolean("is_internal").notNull().default(false),
  commenterId: uuid("commenter_id").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "demands_comments_commenter_id_fkey",
    columns: [table.commenterId],
    foreignColumns: [users.id],
  }),
  foreignKey({
    name: "demands_comments_demand_id_fkey",
    columns: [table.demandId],
    foreignColumns: [demands.id],
  }).onDelete("cascade"),
  index("demands_comments_demand_idx").on(table.demandId, table.orderIndex),
]);

/** Reported by the people who use the application. */
export const bugs = pgTable("bugs", {
  id: uuid("id").primaryKey().defaultRandom(),
  ticketNumber: integer("ticket_number").generatedByDefaultAsIdentity()
    .unique("bugs_ticket_number_key"),
  createdBy: uuid("created_by").notNull(),
  title: text("title").notNull(),
  description: text("description").notNull(),
  category: bugCategory("category").notNull().default("other"),
  page: varchar("page", { length: 100 }).notNull(),
  severity: issueSeverity("severity").notNull().default("medium"),
  status: bugStatus("status").notNull().default("new"),
  assignedTo: uuid("assigned_to"),
  resolvedAt: timestamp("resolved_at", { withTimezone: true }),
  resolvedBy: uuid("resolved_by"),
  notes: text("notes"),
  reproductionSteps: text("reproduction_steps"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  filePath: text("file_path"),
  fileName: text("file_name"),
  fileSize: integer("file_size"),
}, (table) => [
  foreignKey({
    name: "bugs_assigned_to_fkey",
    columns: [table.assignedTo],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  foreignKey({
    name: "bugs_created_by_fkey",
    columns: [table.createdBy],
    foreignColumns: [users.id],
  }),
  foreignKey({
    name: "bugs_resolved_by_fkey",
    columns: [table.resolvedBy],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  index("bugs_open_idx")
    .on(table.severity.desc().nullsFirst(), table.createdAt)
    .where(sql`status not in ('resolved', 'closed')`),
]);

/** Wishes of the people who use the application. */
export const featureRequests = pgTable("feature_requests", {
  id: uuid("id").primaryKey().defaultRandom(),
  requestNumber: serial("request_number").notNull(),
  createdBy: uuid("created_by").notNull(),
  title: text("title").notNull(),
  description: text("description").notNull(),
  need: text("need").notNull(),
  category: featureRequestCategory("category").notNull().default("other"),
  page: varchar("page", { length: 100 }).notNull(),
  status: featureRequestStatus("status").notNull().default("submitted"),
  assignedTo: uuid("assigned_to"),
  reviewedBy: uuid("reviewed_by"),
  reviewedAt: timestamp("reviewed_at", { withTimezone: true }),
  upvoteCount: integer("upvote_count").notNull().default(0),
  mergedIntoId: uuid("merged_into_id"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  filePath: text("file_path"),
  fileName: text("file_name"),
  fileSize: integer("file_size"),
}, (table) => [
  foreignKey({
    name: "feature_requests_assigned_to_fkey",
    columns: [table.assignedTo],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  foreignKey({
    name: "feature_requests_created_by_fkey",
    columns: [table.createdBy],
    foreignColumns: [users.id],
  }),
  foreignKey({
    name: "feature_requests_merged_into_id_fkey",
    columns: [table.mergedIntoId],
    foreignColumns: [table.id],
  }).onDelete("set null"),
  foreignKey({
    name: "feature_requests_reviewed_by_fkey",
    columns: [table.reviewedBy],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  index("feature_requests_upvotes_idx").on(table.upvoteCount.desc().nullsLast()),
]);

/** One vote for each person and wish. */
export const featureRequestUpvotes = pgTable("feature_request_upvotes", {
  id: uuid("id").primaryKey().defaultRandom(),
  featureRequestId: uuid("feature_request_id").notNull(),
  userId: uuid("user_id").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "feature_request_upvotes_feature_request_id_fkey",
    columns: [table.featureRequestId],
    foreignColumns: [featureRequests.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "feature_request_upvotes_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  unique("feature_request_upvotes_once_key").on(table.featureRequestId, table.userId),
]);

/** Demands by building, refreshed every night. */
export const buildingDemandSummary = pgMaterializedView("building_demand_summary", {
  buildingId: uuid("building_id"),
  buildingName: text("building_name"),
  demands: bigint("demands", { mode: "number" }),
  waiting: bigint("waiting", { mode: "number" }),
  latest: timestamp("latest", { withTimezone: true }),
}).as(sql`
  select b.id as building_id,
         b.name as building_name,
         count(d.id) as demands,
         count(d.id) filter (where d.status in ('submitted', 'under_review')) as waiting,
         max(d.created_at) as latest
    from buildings b
    left join demands d on d.building_id = b.id
   group by b.id, b.name`);
