// Development. The team's own workbench.
import { sql } from "drizzle-orm";
import {
  boolean, date, foreignKey, index, integer, jsonb, numeric, pgEnum, pgTable, text, timestamp,
  uuid, varchar,
} from "drizzle-orm/pg-core";

export const metricType = pgEnum("metric_type", [
  "code_coverage", "code_quality", "security_issues", "build_time", "bundle_size", "type_errors",
  "documentation_coverage", "response_time", "accessibility",
]);
export const featureCategory = pgEnum("feature_category", [
  "Dashboard & Home", "Property Management", "Resident Management", "Financial Management",
  "Maintenance & Requests", "Document Management", "Communication", "AI & Automation",
  "Compliance & Security", "Analytics & Reporting", "Integration & API",
  "Infrastructure & Performance", "Website",
]);
export const featureStatus = pgEnum("feature_status", [
  "submitted", "planned", "in-progress", "ai-analyzed", "completed", "cancelled",
]);
export const featurePriority = pgEnum("feature_priority", ["low", "medium", "high", "critical"]);
export const actionableItemStatus = pgEnum("actionable_item_status", [
  "pending", "in-progress", "completed", "blocked",
]);
export const suggestionCategory = pgEnum("suggestion_category", [
  "Code Quality", "Security", "Testing", "Documentation", "Performance", "Continuous Improvement",
  "AI Agent Monitoring",
]);
export const suggestionPriority = pgEnum("suggestion_priority", [
  "Low", "Medium", "High", "Critical",
]);
export const suggestionStatus = pgEnum("suggestion_status", ["New", "Acknowledged", "Done"]);

/** The few rules that the team builds by. */
export const developmentPillars = pgTable("development_pillars", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  status: varchar("status", { length: 20 }).notNull().default("pending"),
  configuration: jsonb("configuration"),
  order: integer("order").notNull().default(0),
  createdAt: timestamp("created_at").notNull().defaultNow(),
  updatedAt: timestamp("updated_at").notNull().defaultNow(),
});

/** Is each part of the workspace set up? */
export const workspaceStatus = pgTable("workspace_status", {
  id: uuid("id").primaryKey().defaultRandom(),
  component: varchar("component", { length: 100 }).notNull(),
  status: varchar("status", { length: 20 }).notNull().default("pending"),
  lastUpdated: timestamp("last_updated").notNull().defaultNow(),
});

/** Measured values, one row per measurement. */
export const qualityMetrics = pgTable("quality_metrics", {
  id: uuid("id").primaryKey().defaultRandom(),
  metricType: metricType("metric_type").notNull(),
  value: text("value").notNull(),
  timestamp: timestamp("timestamp").notNull().defaultNow(),
}, (table) => [
  index("quality_metrics_type_time_idx")
    .on(table.metricType, table.timestamp.desc().nullsFirst()),
]);

/** Settings of the quality tooling. */
export const frameworkConfiguration = pgTable("framework_configuration", {
  id: integer("id").primaryKey().generatedByDefaultAsIdentity(),
  key: varchar("key", { length: 100 }).notNull().unique("framework_configuration_key_key"),
  value: text("value").notNull(),
  description: text("description"),
  createdAt: timestamp("created_at").notNull().defaultNow(),
  updatedAt: timestamp("updated_at").notNull().defaultNow(),
});

/** The road map. */
export const features = pgTable("features", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  category: featureCategory("category").notNull(),
  status: featureStatus("status").notNull().default("submitted"),
  priority: featurePriority("priority").notNull().default("medium"),
  assignedTo: varchar("assigned_to", { length: 100 }),
  dueDate: date("due_date"),
  completedDate: date("completed_date"),
  estimatedHours: integer("estimated_hours"),
  actualHours: integer("actual_hours"),
  dependencies: text("dependencies").array().notNull().default(sql`'{}'`),
  tags: text("tags").array().notNull().default(sql`'{}'`),
  businessObjective: text("business_objective"),
  targetUsers: text("target_users"),
  successMetrics: text("success_metrics"),
  complexity: varchar("complexity", { length: 10 }),
  technicalNotes: text("technical_notes"),
  additionalNotes: text("additional_notes"),
  aiAnalysisResult: jsonb("ai_analysis_result"),
  aiAnalyzedAt: timestamp("ai_analyzed_at"),
  isStrategicPath: boolean("is_strategic_path").notNull().default(false),
  isPublicRoadmap: boolean("is_public_roadmap").notNull().default(true),
  syncedAt: timestamp("synced_at"),
  requestedBy: varchar("requested_by", { length: 100 }),
  createdAt: timestamp("created_at").notNull().defaultNow(),
  updatedAt: timestamp("updated_at").notNull().defaultNow(),
}, (table) => [
  index("features_open_idx")
    .on(table.priority, table.createdAt)
    .where(sql`status not in ('completed', 'cancelled')`),
]);

/** A feature cut into tasks. */
export const actionableItems = pgTable("actionable_items", {
  id: uuid("id").primaryKey().defaultRandom(),
  featureId: uuid("feature_id").notNull(),
  title: text("title").notNull(),
  description: text("description").notNull(),
  technicalDetails: text("technical_details"),
  implementationPrompt: text("implementation_prompt"),
  testingRequirements: text("testing_requirements"),
  estimatedEffort: varchar("estimated_effort", { length: 20 }),
  dependencies: text("dependencies").array().notNull().default(sql`'{}'`),
  acceptanceCriteria: text("acceptance_criteria"),
  status: actionableItemStatus("status").notNull().default("pending"),
  type: varchar("type", { length: 30 }).notNull().default("task"),
  orderIndex: integer("order_index").notNull().default(0),
  assignedTo: varchar("assigned_to", { length: 100 }),
  estimatedHours: numeric("estimated_hours", { precision: 5, scale: 2 }),
  completedAt: timestamp("completed_at"),
  createdAt: timestamp("created_at").notNull().defaultNow(),
  updatedAt: timestamp("updated_at").notNull().defaultNow(),
  dueDate: date("due_date"),
  actualHours: numeric("actual_hours", { precision: 5, scale: 2 }),
  completedBy: varchar("completed_by", { length: 100 }),
}, (table) => [
  foreignKey({
    name: "actionable_items_feature_id_fkey",
    columns: [table.featureId],
    foreignColumns: [features.id],
  }).onDelete("cascade"),
  index("actionable_items_feature_idx").on(table.featureId, table.orderIndex),
]);

/** What the tooling thinks could be better. */
export const improvementSuggestions = pgTable("improvement_suggestions", {
  id: uuid("id").primaryKey().defaultRandom(),
  title: text("title").notNull(),
  description: text("description").notNull(),
  category: suggestionCategory("category").notNull(),
  priority: suggestionPriority("priority").notNull().default("Medium"),
  status: suggestionStatus("status").notNull().default("New"),
  filePath: text("file_path"),
  technicalDetails: text("technical_details"),
  businessImpact: text("business_impact"),
  implementationEffort: varchar("implementation_effort", { length: 20 }),
  qualityImpact: text("quality_impact"),
  roi: numeric("roi", { precision: 3, scale: 1 }),
  suggestedBy: varchar("suggested_by", { length: 50 }).notNull().default("system"),
  assignedTo: varchar("assigned_to", { length: 100 }),
  acknowledgedAt: timestamp("acknowledged_at"),
  completedAt: timestamp("completed_at"),
  createdAt: timestamp("created_at").notNull().defaultNow(),
});
