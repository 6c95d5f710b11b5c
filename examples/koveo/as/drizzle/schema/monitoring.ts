// Monitoring. Quality metrics and their calibration.
import { sql } from "drizzle-orm";
import {
  boolean, check, date, foreignKey, index, integer, jsonb, numeric, pgEnum, pgTable, text,
  timestamp, unique, uniqueIndex, uuid, varchar,
} from "drizzle-orm/pg-core";
import { users } from "./core";
import { metricType } from "./development";
import { issueSeverity } from "./types";

export const predictionConfidence = pgEnum("prediction_confidence", [
  "low", "medium", "high", "very_high",
]);
export const validationStatus = pgEnum("validation_status", [
  "pending", "true_positive", "false_positive", "true_negative", "false_negative",
]);

/** How often each metric was right, by period. */
export const metricEffectivenessTracking = pgTable("metric_effectiveness_tracking", {
  id: uuid("id").primaryKey().defaultRandom(),
  metricType: metricType("metric_type").notNull(),
  periodStart: date("period_start").notNull(),
  periodEnd: date("period_end").notNull(),
  totalPredictions: integer("total_predictions").notNull().default(0),
  truePositives: integer("true_positives").notNull().default(0),
  falsePositives: integer("false_positives").notNull().default(0),
  trueNegatives: integer("true_negatives").notNull().default(0),
  falseNegatives: integer("false_negatives").notNull().default(0),
  accuracy: numeric("accuracy", { precision: 5, scale: 4 }),
  precision: numeric("precision", { precision: 5, scale: 4 }),
  recall: numeric("recall", { precision: 5, scale: 4 }),
  f1Score: numeric("f1_score", { precision: 5, scale: 4 }),
  calculatedAt: timestamp("calculated_at").notNull().defaultNow(),
  createdAt: timestamp("created_at").notNull().defaultNow(),
}, (table) => [
  unique("metric_effectiveness_tracking_period_key")
    .on(table.metricType, table.periodStart, table.periodEnd),
]);

/** What the tooling expects to happen. */
export const metricPredictions = pgTable("metric_predictions", {
  id: uuid("id").primaryKey().defaultRandom(),
  metricType: metricType("metric_type").notNull(),
  predictedValue: numeric("predicted_value", { precision: 10, scale: 4 }).notNull(),
  confidenceLevel: predictionConfidence("confidence_level").notNull(),
  confidenceScore: numeric("confidence_score", { precision: 5, scale: 4 }),
  modelVersion: varchar("model_version", { length: 50 }).notNull(),
  inputData: jsonb("input_data").notNull().default({}),
  predictionReasoning: text("prediction_reasoning"),
  filePath: text("file_path"),
  predictedBy: varchar("predicted_by", { length: 50 }).notNull().default("system"),
  isValidated: boolean("is_validated").notNull().default(false),
  expiresAt: timestamp("expires_at"),
  createdAt: timestamp("created_at").notNull().defaultNow(),
});

/** Problems found in the code, confirmed or not. */
export const qualityIssues = pgTable("quality_issues", {
  id: uuid("id").primaryKey().defaultRandom(),
  predictionId: uuid("prediction_id"),
  title: text("title").notNull(),
  description: text("description").notNull(),
  category: varchar("category", { length: 50 }).notNull(),
  severity: issueSeverity("severity").notNull().default("medium"),
  status: varchar("status", { length: 20 }).notNull().default("open"),
  filePath: text("file_path"),
  lineNumber: integer("line_number"),
  ruleCode: varchar("rule_code", { length: 50 }),
  detectionMethod: varchar("detection_method", { length: 50 }).notNull(),
  detectedBy: varchar("detected_by", { length: 100 }),
  detectedAt: timestamp("detected_at").notNull().defaultNow(),
  confirmedBy: varchar("confirmed_by", { length: 100 }),
  confirmedAt: timestamp("confirmed_at"),
  assignedTo: varchar("assigned_to", { length: 100 }),
  resolution: text("resolution"),
  resolvedBy: varchar("resolved_by", { length: 100 }),
  resolvedAt: timestamp("resolved_at"),
  timeToFixHours: numeric("time_to_fix_hours", { precision: 5, scale: 2 }),
  tags: text("tags").array().notNull().default(sql`'{}'`),
  createdAt: timestamp("created_at").notNull().defaultNow(),
  updatedAt: timestamp("updated_at").notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "quality_issues_prediction_id_fkey",
    columns: [table.predictionId],
    foreignColumns: [metricPredictions.id],
  }).onDelete("set null"),
  check(
    "quality_issues_status_check",
    sql`status in ('open', 'confirmed', 'rejected', 'resolved')`,
  ),
  index("quality_issues_open_idx")
    .on(table.severity, table.detectedAt)
    .where(sql`status in ('open', 'confirmed')`),
]);

/** Whether a prediction came true. */
export const predictionValidations = pgTable("prediction_validations", {
  id: uuid("id").primaryKey().defaultRandom(),
  predictionId: uuid("prediction_id").notNull(),
  qualityIssueId: uuid("quality_issue_id"),
  validatorId: uuid("validator_id"),
  status: validationStatus("status").notNull().default("pending"),
  actualValue: numeric("actual_value", { precision: 10, scale: 4 }),
  accuracyScore: numeric("accuracy_score", { precision: 5, scale: 4 }),
  wasCorrect: boolean("was_correct"),
  validationMethod: varchar("validation_method", { length: 50 }).notNull(),
  evidence: jsonb("evidence"),
  notes: text("notes"),
  validatedAt: timestamp("validated_at"),
  createdAt: timestamp("created_at").notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "prediction_validations_prediction_id_fkey",
    columns: [table.predictionId],
    foreignColumns: [metricPredictions.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "prediction_validations_quality_issue_id_fkey",
    columns: [table.qualityIssueId],
    foreignColumns: [qualityIssues.id],
  }).onDelete("set null"),
  foreignKey({
    name: "prediction_validations_validator_id_fkey",
    columns: [table.validatorId],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  index("prediction_validations_prediction_idx").on(table.predictionId),
]);

/** How each metric was last adjusted to reality. */
export const metricCalibrationData = pgTable("metric_calibration_data", {
  id: uuid("id").primaryKey().defaultRandom(),
  metricType: metricType("metric_type").notNull(),
  calibrationMethod: varchar("calibration_method", { length: 50 }).notNull(),
  modelVersion: varchar("model_version", { length: 50 }).notNull(),
  trainingDataSize: integer("training_data_size").notNull().default(0),
  accuracy: numeric("accuracy", { precision: 5, scale: 4 }),
  precisionScore: numeric("precision_score", { precision: 5, scale: 4 }),
  recallScore: numeric("recall_score", { precision: 5, scale: 4 }),
  f1Score: numeric("f1_score", { precision: 5, scale: 4 }),
  calibrationFactor: numeric("calibration_factor", { precision: 10, scale: 4 }).notNull()
    .default(sql`1.0`),
  parameters: jsonb("parameters").notNull().default({}),
  thresholdLow: numeric("threshold_low", { precision: 10, scale: 4 }),
  thresholdHigh: numeric("threshold_high", { precision: 10, scale: 4 }),
  isActive: boolean("is_active").notNull().default(true),
  notes: text("notes"),
  calibratedBy: varchar("calibrated_by", { length: 100 }),
  calibratedAt: timestamp("calibrated_at").notNull().defaultNow(),
  createdAt: timestamp("created_at").notNull().defaultNow(),
}, (table) => [
  uniqueIndex("metric_calibration_data_active_idx").on(table.metricType).where(sql`is_active`),
]);
